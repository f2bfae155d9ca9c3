"""What a chart is made from and what it says in words."""

from dataclasses import dataclass, field
from typing import Any

BASES = {
    "costed": "costed care",
    "operating": "all operating",
    "operating_mff": "operating, local prices",
    "comparable": "comparable",
}
ACTIVITIES = {
    "casemix_weighted": "case mix",
    "pod_weighted": "points of delivery",
    "count": "contacts",
}
SIZE_KEY = {
    "own": "trusts over £1.5bn", "solid-pink": "their mean",
    "ring": "the others", "dashed-blue": "their mean",
}  # fmt: skip
FUNNEL_KEY = {
    "up": "higher than expected", "ring-ink": "as expected", "down": "lower than expected",
    "solid-blue": "over-dispersed 99.8% limits", "dashed-blue": "over-dispersed 95%",
    "solid-teal": "plain 99.8%", "dotted-teal": "plain 95%",
}  # fmt: skip
SAVINGS_KEY = {
    "ring": "activity by case mix", "square": "by points of delivery", "triangle": "by contacts"
}  # fmt: skip
CHOICES = {
    "activity_basis": "how activity is counted",
    "spend_basis": "what spend is below the line",
    "quality_basket": "which quality enters",
    "reference": "what the largest are held against",
    "largest_definition": "which trusts are the largest",
    "interaction": "the choices together",
}
EVENTS = {"mortality": "deaths", "readmissions": "readmissions"}


@dataclass(frozen=True)
class Figure:
    """A chart: its name, the function of charts.py or funnels.py, what it is given, its words.

    key: marks of the chart (classes of the style sheet) and what they mean.
    """

    name: str
    function: str
    arguments: list[Any]
    title: str
    says: str
    key: dict[str, str] = field(default_factory=dict)
