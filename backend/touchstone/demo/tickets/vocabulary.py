"""Names, amounts and dates that fill the messages. All people and companies are made up."""

from datetime import datetime
from typing import Final, Literal

DateStyle = Literal["day_month", "month_day", "ordinal", "weekday", "numbers"]

DATE_STYLES: Final[tuple[DateStyle, ...]] = (
    "day_month",
    "day_month",
    "month_day",
    "ordinal",
    "weekday",
    "numbers",
)
CURRENCIES: Final = ("£{}", "£{}", "€{}", "{} euros", "{} pounds", "EUR {}")

GREETINGS: Final = (
    "Hello,",
    "Hi,",
    "Good morning.",
    "Dear team,",
    "Dear [Organisation:Northlight],",
    "To whom it may concern.",
    "Hi {agent9},",
    "Dear {agent9}, thank you for your last mail.",
)
SIGNATURES: Final = (
    " Thanks, {person9}",
    " Kind regards, {person9}",
    " Best, {person9}, {place9}",
    " Yours sincerely, {person9}",
    "\n\n{person9}\n{firm}, {place9}",
    "\n\nRegards\n{person9}",
    " Thank you 🙏 {person9}",
    " – {person9}",
    " Cheers!",
    " Thank you in advance.",
)

_PRODUCTS: Final[dict[str, tuple[str, ...]]] = {
    "device": (
        "Orbit desk lamp",
        "Vela floor fan",
        "Pico 3 camera",
        "Brightline R2 router",
        "Wren baby monitor",
        "Nimbus earbuds",
        "Halden radio",
    ),
    "furniture": (
        "Rowan bookcase",
        "Linden standing desk",
        "Linden office chair",
        "Birch 140 bench",
        "Osier cabinet",
    ),
    "kitchen": (
        "Kestrel kettle",
        "Fjord casserole",
        "Juniper coffee grinder",
        "Marlow storage jar",
        "Sorrel lunch box",
    ),
    "wear": (
        "Atlas 45 backpack",
        "Tarn rain jacket",
        "Corrie sandals",
        "Alba wristwatch",
    ),
}
_ALL_PRODUCTS: Final = tuple(name for names in _PRODUCTS.values() for name in names)

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "person": (
        "Priya Raman",
        "Tomasz Zieliński",
        "Aoife Brennan",
        "Samuel Okafor",
        "Ingrid Solberg",
        "Mateus Carvalho",
        "Leila Haddad",
        "Hugo Lefèvre",
        "Yuki Tanabe",
        "Daniel Osei",
        "Ruth Abernathy",
        "Nikolai Petrov",
        "Grace Mbeki",
        "Jonas Lindqvist",
        "Carmen Iglesias",
        "Tan Wei Ling",
        "Björn Ásgeirsson",
        "Fatima El Amrani",
        "Marta Kowalczyk",
        "J. P. Whitcombe",
        "Mrs Delacroix",
        "Dr Anand Pillai",
    ),
    "friend": ("Margit", "Mr Pryce", "Suzanne", "Kofi", "Mrs Tamm", "Luca", "Noor"),
    "agent": ("Oliver", "Zoë", "Imran", "Katya", "Bea", "Mr Fenwick"),
    "carrier": ("Swiftline", "Parcelway", "Meridian Couriers", "Hare & Hound Express"),
    "bank": ("Blueharbour Bank", "Fenmark", "First Tamar", "Credit Union Severn"),
    "payer": ("Cardo Pay", "Splitwell"),
    "firm": (
        "Oakfield Primary School",
        "Hollis Dental",
        "Lowen Architects",
        "St Brannoc's Hospice",
        "Tern & Sons",
        "Papillon Hair Studio",
        "Greenfold Hotels",
        "Quay Street Library",
    ),
    "maker": ("Tarn Filtration", "Kestrel Appliances", "Northlight"),
    "place": (
        "Leeds",
        "Rotterdam",
        "Porto",
        "Galway",
        "Kraków",
        "Bristol",
        "Malmö",
        "Trieste",
        "Ghent",
        "Aberdeen",
        "Tallinn",
        "Cork",
        "Graz",
        "14 Mill Lane, Otley",
        "the Isle of Skye",
        "Aix-en-Provence",
    ),
    "country": ("Switzerland", "Denmark", "Italy", "Ireland", "South Africa"),
}


def products(kind: str | None) -> tuple[str, ...]:
    """Product names of one kind, or all of them."""
    return _ALL_PRODUCTS if kind is None else _PRODUCTS[kind]


def write_date(day: datetime, style: DateStyle) -> str:
    """A date as a customer would write it."""
    if style == "month_day":
        return f"{day:%B} {day.day}"
    if style == "ordinal":
        return f"the {_ordinal(day.day)} of {day:%B}"
    if style == "weekday":
        return f"{day:%A}, {day.day} {day:%b}"
    if style == "numbers":
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {day:%B}"


def _ordinal(number: int) -> str:
    if number in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
