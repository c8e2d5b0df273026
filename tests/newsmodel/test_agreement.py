import pytest

from services.extraction.newsmodel.agreement import agreed_labels


@pytest.mark.parametrize(
    ("mentions", "labels"),
    [
        ([], []),
        ([("Tobenna Achike", "PERSON"), ("Achike", "ORG")], ["PERSON", "PERSON"]),
        ([("Achike", "ORG"), ("Tobenna Achike", "PERSON")], ["PERSON", "PERSON"]),
        ([("Bo", "ORG"), ("Bo", "ORG"), ("Bo", "LOC")], ["ORG", "ORG", "ORG"]),
        ([("Bo", "ORG"), ("Bo", "LOC")], ["ORG", "LOC"]),
        ([("May", "PERSON"), ("May", "PERSON"), ("May", "DATE")], ["PERSON", "PERSON", "DATE"]),
    ],
)
def test_labels_agree(mentions: list[tuple[str, str]], labels: list[str]) -> None:
    assert agreed_labels(mentions) == labels
