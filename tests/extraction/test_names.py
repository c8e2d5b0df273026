import pytest

from services.extraction.names import find_names

# sentence, its names with their labels
NAMES = [
    ("Belgian Foreign Minister Isabelle Dubois met Prime Minister Keir Starmer.", "Belgian/NORP Isabelle Dubois/PERSON Keir Starmer/PERSON"),
    ("US Secretary of State Antony Blinken flew to Paris.", "US/GPE Antony Blinken/PERSON Paris/GPE"),
    ("The U.S. and the United Kingdom agreed.", "U.S./GPE United Kingdom/GPE"),
    ("France, Germany, Italy, and Poland voted.", "France/GPE Germany/GPE Italy/GPE Poland/GPE"),
    ("Trinidad and Tobago won.", "Trinidad and Tobago/GPE"),
    ("The African Development Bank lent money.", "African Development Bank/ORG"),
    ("He works for the Bank of England.", "Bank of England/ORG"),
    ("It joined the Coalition of the Willing.", "Coalition of the Willing/ORG"),
    ("The World Health Organization (WHO) agreed.", "World Health Organization/ORG WHO/ORG"),
    ("Suswa Power PLC was founded.", "Suswa Power PLC/ORG"),
    ("They fished in Lake Victoria and the South China Sea.", "Lake Victoria/LOC South China Sea/LOC"),
    ("It burnt near the Surma river.", "Surma river/LOC"),
    ("It landed at Muscat airport.", "Muscat airport/FAC"),
    ("Cyclone Halimo hit the coast.", "Cyclone Halimo/EVENT"),
    ("Ms Tipis met Dr Obi.", "Ms Tipis/PERSON Dr Obi/PERSON"),
    ("The hearing of Bae Yu-na began in Seoul.", "Bae Yu-na/PERSON Seoul/GPE"),
    ("Sheikh Badr al-Hinai spoke.", "Sheikh Badr al-Hinai/PERSON"),
    ("It said Nicolás Ferreyra of Argentina won.", "Nicolás Ferreyra/PERSON Argentina/GPE"),
    ("On Tuesday Maria Lopez left in March.", "Maria Lopez/PERSON"),
    ("A Tokyo-based firm and a European-led group met.", "Tokyo/GPE European/NORP"),
    ("However, the ferry sank. Meanwhile it rained.", ""),
    ("Côte d'Ivoire won in Dar es Salaam.", "Côte d'Ivoire/GPE Dar es Salaam/GPE"),
    ("The Filipinos and the Norwegians left.", "Filipinos/NORP Norwegians/NORP"),
    ("Voters in Europe and Africa agree.", "Europe/LOC Africa/LOC"),
    ("Kellogg said it was over.", "Kellogg/PERSON"),
    ("Trump Threatens Tariff On All Nations In Trade War", ""),
    ("THE END IS NEAR", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), NAMES)
def test_names_and_labels(sentence, expected):
    assert " ".join(f"{sentence[start:end]}/{label}" for start, end, label in find_names(sentence)) == expected
