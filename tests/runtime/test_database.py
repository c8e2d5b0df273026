from pydantic import SecretStr
from services.runtime.database import make_engine, ping
def test_a(database_url):
    e = make_engine(SecretStr(database_url)); ping(e); e.dispose()
def test_b(database_url):
    e = make_engine(SecretStr(database_url)); ping(e); e.dispose()
