#!/bin/sh
# Makes a Debian machine that reaches Debian's packages but no image registry ready for docker-compose.yml:
# installs podman where there is none, and builds stand-ins for the official images. What is there already is kept.
set -eu
cd "$(dirname "$0")"
base=localhost/gainsay-standin-base

install_packages() {
    [ "$(id -u)" = 0 ] || { echo "not here: $*; install them, or run this as root" >&2; exit 1; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
}

command -v podman >/dev/null || install_packages podman runc netavark aardvark-dns catatonit iptables
if [ ! -d /run/systemd/system ] && [ ! -e /etc/containers/containers.conf ]; then
    install -D --mode 644 containers.conf /etc/containers/containers.conf
fi

if ! podman image exists "$base"; then
    command -v mmdebstrap >/dev/null || install_packages mmdebstrap
    mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates,redis-server,postgresql \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' bookworm - | podman import --quiet - "$base"
fi
for name in python redis postgres; do
    podman build --quiet --pull=never --target "$name" --tag "localhost/gainsay-standin-$name" .
done
