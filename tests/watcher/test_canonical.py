import pytest

from services.watcher.canonical import canonical_url, same_site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.A.example:80/x/?utm_source=a&b=2&a=1#part", "https://a.example/x?a=1&b=2"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/x?fbclid=1&gclid=2&mc_cid=3&at_medium=RSS&_ga=5", "https://a.example/x"),
        ("https://a.example/x?ref=7&cid=3&id=4", "https://a.example/x?cid=3&id=4&ref=7"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://[::1]:8080/x/", "https://[::1]:8080/x"),
        ("https://a.example/caf%C3%A9?q=%20", "https://a.example/caf%C3%A9?q=+"),
        ("https://a.example/X?empty=", "https://a.example/X?empty="),
    ],
)
def test_one_address_for_one_text(url, expected):
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize("url", ["https://a.example:99999/", "https://[a/"])
def test_what_is_no_address(url):
    with pytest.raises(ValueError, match=r"."):
        canonical_url(url)


def test_sites():
    assert same_site("https://www.a.example/1", "http://a.example/2")
    assert not same_site("https://a.example/1", "https://b.example/1")
