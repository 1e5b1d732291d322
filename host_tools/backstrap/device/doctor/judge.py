"""From evidence to findings."""

from backstrap.device.doctor.around import AROUND
from backstrap.device.doctor.evidence import Computer, Evidence
from backstrap.device.doctor.hearing import HEARING
from backstrap.device.doctor.opening import OPENING
from backstrap.device.doctor.rules import Finding, Rule, every, first
from backstrap.device.doctor.standing import STANDING
from backstrap.device.doctor.words import Said

# What the rules are about, in the order of a look.
TABLES = (
    ("The computer", AROUND),
    ("A port that does not open", OPENING),
    ("What is behind a port", HEARING),
    ("A strap that answers", STANDING),
)


def of_computer(computer: Computer, asked: str = "") -> list[Finding]:
    """What is to be said of the computer; nothing when all is well. asked: the port named."""
    evidence = Evidence(computer, asked)
    found = [_found(rule, evidence) for rule in every(AROUND, evidence)]
    return [one._replace(port="") for one in found]


def of_port(evidence: Evidence) -> list[Finding]:
    """What is to be said of one port: at least one finding."""
    if evidence.said:
        rules = first(OPENING, evidence)
    elif evidence.status is not None:
        rules = every(STANDING, evidence)
    else:
        rules = first(HEARING, evidence)
    return [_found(rule, evidence) for rule in rules]


def _found(rule: Rule, evidence: Evidence) -> Finding:
    said = Said(evidence)
    texts = (text.format_map(said) for text in (rule.seen, rule.means, rule.next))
    return Finding(rule.id, rule.level, evidence.port, *texts)
