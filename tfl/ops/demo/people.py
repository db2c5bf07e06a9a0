"""Who is in the demo. Nobody of them exists; example.org belongs to nobody who could read their mail."""

from dataclasses import dataclass
from unicodedata import normalize

from django.conf import settings

PASSWORD = "proof-beats-promises"  # noqa: S105  public on purpose: the demo's people are for everybody
"""Of everybody in the demo."""


@dataclass(frozen=True)
class Archetype:
    """How a kind of student lives through the months."""

    name: str
    count: int
    start: float
    """Starting scores as a share of what the job role requires."""
    efforts: tuple[float, ...]
    """Month by month, over and over: the share of the way to its target that an item goes; 1 arrives."""
    hands_in: float = 0.95
    """Share of the items handed in for review."""
    sure: int = 0
    """Steps of 1–5 by which confidence stands above the score."""
    opens_up: float = 0.5
    """How likely they let employers see their proof, once asked."""


ARCHETYPES = (
    Archetype("steady", 13, start=0.62, efforts=(1.05, 1.05, 0.85, 1.1)),
    Archetype("strong", 8, start=0.72, efforts=(1.15, 1.2), opens_up=0.9),
    Archetype("ready", 4, start=0.84, efforts=(1.3,), hands_in=1, opens_up=1),
    Archetype("recovering", 7, start=0.55, efforts=(1.1, 0.35, 1.1)),
    Archetype("weak", 6, start=0.4, efforts=(0.7, 1.05, 0.5), hands_in=0.8, opens_up=0.2),
    Archetype("stuck", 5, start=0.58, efforts=(0.1, 0.05), opens_up=0.2),
    Archetype("over-confident", 6, start=0.5, efforts=(0.6, 1.05), sure=2, opens_up=1),
    Archetype("under-confident", 6, start=0.7, efforts=(1.1, 1.05), sure=-2, opens_up=0.1),
    Archetype("silent", 5, start=0.5, efforts=(0.5, 0.3), hands_in=0),
)

STUDENT_NAMES = """
Amara Okonjo-Vale, Mateo Quirós, Linh Tran Hai, Zofia Wrona, Tariq Benhalim, Sólveig Arnadóttir,
Kofi Ansere, Priya Vaidhyan, Elif Sarıkaya, Jonas Wikmark, Hana Mizuoka, Thabo Mokgali, Camila
Arrieta, Oleksii Dovhan, Noor El-Fassi, Ravi Kulasena, Mele Taufahea, Daniela Brancati, Yusuf
Adeyanju, Petra Hlavsa, Chidi Umeozor, Saoirse Ní Bhroin, Arjun Mehrotra, Leila Farahzad, Dmitri
Aleksin, Beatriz Fontoura, Minjun Seok, Aroha Tipene, Samuel Oyelowe, Ines Carvalhal, Bao Nguyen
Kim, Katarzyna Lis, Omar Shihadeh, Freya Lindqvist, Juma Barasa, Ananya Sethuram, Deniz Korkut, Luca
Ferraresi, Mei-Ling Tsaur, Sipho Ndaba, Valentina Orduz, Andrii Kvitka, Rania Sabbagh, Nuwan
Perera-Dias, Talia Levkovich, Marco Zanellato, Halima Jibrin, Tomas Novotny, Ifeoma Nwachi, Eilidh
Macrae, Vikram Dhillon-Rao, Shirin Golzar, Nadia Petrenko, Rafael Teixeira, Sora Hanabusa, Wiremu
Parata, Zawadi Kimani, Clara Hagedorn, Ismail Toure, Yara Haddadin
"""
STUDENTS = tuple(" ".join(name.split()) for name in STUDENT_NAMES.split(","))
COHORTS = ("Demo morning group", "Demo evening group", "Demo weekend group")
JOB_ROLES = (
    "backend-developer-entry",
    "frontend-developer-entry",
    "data-analyst-entry",
    "qa-engineer-entry",
    "data-engineer-mid",
    "backend-developer-mid",
    "platform-engineer-mid",
)

ADMIN = "Ingrid Solhaug"
MENTORS = {
    "Nomvula Dlakude": (4, 9),
    "Henrik Aalbers": (3, 6),
    "Paloma Irigoyen": (1, 2),
    "Kenji Morisaki": (0, 1),
}
"""With the days each takes to answer, from and to."""

EMPLOYERS = {
    "Harbourline Logistics": "Greta Ostrander",
    "Tamarind Health": "Farouk Ellahi",
    "Brightfen Energy": "Lucía Berástegui",
}
HOPEFUL = "Bongani Sithebe"
"""Asks for access for an organisation; the answer is an admin's to give."""
PARENT = "Marisol Etxeberria"
"""Holds badges, too."""
COPARENT = "Beñat Arozena"
OTHER_PARENT = "Salma Bouhired"
GRANDMOTHER = "Zohra Bouhired"
LONE_PARENT = "Malcolm Oduya"
GUARDIANS = {
    COPARENT: "Parent, editor",
    OTHER_PARENT: "Parent, six dimensions",
    GRANDMOTHER: "Parent, viewer",
    LONE_PARENT: "Parent, two dimensions",
}
"""With what each shows; there where the installation has child milestones."""
FORMER_MENTOR = "Anton Grzelak"
"""Has an account and no role any more."""


def email_of(name: str) -> str:
    plain = normalize("NFKD", name.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@example.org"


ACCOUNTS = [
    (role, email_of(name), PASSWORD)
    for role, name in (
        ("Student", STUDENTS[0]),
        ("Mentor", next(iter(MENTORS))),
        ("Admin", ADMIN),
        ("Employer", next(iter(EMPLOYERS.values()))),
        ("Parent", PARENT),
        *((shows, name) for name, shows in GUARDIANS.items() if settings.CHILDPROGRESS),
    )
]
"""Role, email and password: one for each view of the product. `make run` prints them."""
