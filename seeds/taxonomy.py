"""Skill categories, skills and job roles an installation starts with.

A category names its parent; skills hang on the third level. Scores are what a first employer
would recognise as "can do this without help", not mastery.
"""

from seeds.schema import Category, JobRole, Requirement, Skill

CATEGORIES: tuple[Category, ...] = (
    # Software engineering
    Category(slug="software-engineering", name="Software engineering"),
    Category(slug="foundations", name="Foundations", parent="software-engineering"),
    Category(slug="programming-languages", name="Programming languages", parent="foundations"),
    Category(slug="code-craft", name="Code craft", parent="foundations"),
    Category(slug="backend", name="Backend", parent="software-engineering"),
    Category(slug="web-services", name="Web services", parent="backend"),
    Category(slug="architecture-and-scale", name="Architecture and scale", parent="backend"),
    Category(slug="frontend", name="Frontend", parent="software-engineering"),
    Category(slug="page-building", name="Page building", parent="frontend"),
    Category(slug="interfaces-for-everyone", name="Interfaces for everyone", parent="frontend"),
    # Data
    Category(slug="data", name="Data"),
    Category(slug="databases", name="Databases", parent="data"),
    Category(slug="querying", name="Querying", parent="databases"),
    Category(slug="data-modelling", name="Data modelling", parent="databases"),
    Category(slug="analytics", name="Analytics", parent="data"),
    Category(slug="data-preparation", name="Data preparation", parent="analytics"),
    Category(slug="statistical-analysis", name="Statistical analysis", parent="analytics"),
    Category(slug="presenting-data", name="Presenting data", parent="analytics"),
    Category(slug="data-engineering", name="Data engineering", parent="data"),
    Category(slug="data-pipelines", name="Data pipelines", parent="data-engineering"),
    Category(slug="trustworthy-data", name="Trustworthy data", parent="data-engineering"),
    # Quality
    Category(slug="quality", name="Quality"),
    Category(slug="test-craft", name="Test craft", parent="quality"),
    Category(slug="test-design", name="Test design", parent="test-craft"),
    Category(slug="finding-and-reporting", name="Finding and reporting", parent="test-craft"),
    Category(slug="test-automation", name="Test automation", parent="quality"),
    Category(slug="code-and-api-checks", name="Code and API checks", parent="test-automation"),
    Category(slug="interface-checks", name="Interface checks", parent="test-automation"),
    # Platform
    Category(slug="platform", name="Platform"),
    Category(slug="infrastructure", name="Infrastructure", parent="platform"),
    Category(slug="systems-and-networks", name="Systems and networks", parent="infrastructure"),
    Category(
        slug="infrastructure-automation",
        name="Infrastructure automation",
        parent="infrastructure",
    ),
    Category(slug="delivery-and-operations", name="Delivery and operations", parent="platform"),
    Category(
        slug="continuous-delivery",
        name="Continuous delivery",
        parent="delivery-and-operations",
    ),
    Category(slug="reliability", name="Reliability", parent="delivery-and-operations"),
)

SKILLS: tuple[Skill, ...] = (
    Skill(slug="python", name="Python", category="programming-languages"),
    Skill(slug="javascript", name="JavaScript", category="programming-languages"),
    Skill(slug="typescript", name="TypeScript", category="programming-languages"),
    Skill(slug="git", name="Git", category="code-craft"),
    Skill(slug="error-handling", name="Error handling", category="code-craft"),
    Skill(slug="secure-coding", name="Secure coding", category="code-craft"),
    Skill(slug="rest-apis", name="REST APIs", category="web-services"),
    Skill(slug="api-authentication", name="API authentication", category="web-services"),
    Skill(slug="system-design", name="System design", category="architecture-and-scale"),
    Skill(slug="message-queues", name="Message queues", category="architecture-and-scale"),
    Skill(slug="caching", name="Caching", category="architecture-and-scale"),
    Skill(slug="html", name="Semantic HTML", category="page-building"),
    Skill(slug="css", name="CSS", category="page-building"),
    Skill(slug="ui-components", name="UI components", category="page-building"),
    Skill(slug="responsive-design", name="Responsive design", category="interfaces-for-everyone"),
    Skill(slug="web-accessibility", name="Web accessibility", category="interfaces-for-everyone"),
    Skill(slug="sql", name="SQL", category="querying"),
    Skill(slug="query-optimisation", name="Query optimisation", category="querying"),
    Skill(slug="database-design", name="Database design", category="data-modelling"),
    Skill(slug="dimensional-modelling", name="Dimensional modelling", category="data-modelling"),
    Skill(slug="spreadsheets", name="Spreadsheets", category="data-preparation"),
    Skill(slug="data-cleaning", name="Data cleaning", category="data-preparation"),
    Skill(slug="statistics", name="Statistics", category="statistical-analysis"),
    Skill(
        slug="exploratory-analysis",
        name="Exploratory analysis",
        category="statistical-analysis",
    ),
    Skill(slug="data-visualisation", name="Data visualisation", category="presenting-data"),
    Skill(slug="data-storytelling", name="Data storytelling", category="presenting-data"),
    Skill(slug="etl-pipelines", name="ETL pipelines", category="data-pipelines"),
    Skill(slug="workflow-orchestration", name="Workflow orchestration", category="data-pipelines"),
    Skill(slug="stream-processing", name="Stream processing", category="data-pipelines"),
    Skill(slug="data-quality", name="Data quality", category="trustworthy-data"),
    Skill(slug="test-planning", name="Test planning", category="test-design"),
    Skill(slug="exploratory-testing", name="Exploratory testing", category="finding-and-reporting"),
    Skill(slug="bug-reporting", name="Bug reporting", category="finding-and-reporting"),
    Skill(slug="unit-testing", name="Unit testing", category="code-and-api-checks"),
    Skill(slug="api-testing", name="API testing", category="code-and-api-checks"),
    Skill(slug="ui-test-automation", name="UI test automation", category="interface-checks"),
    Skill(slug="linux", name="Linux administration", category="systems-and-networks"),
    Skill(slug="networking", name="Networking", category="systems-and-networks"),
    Skill(
        slug="infrastructure-as-code",
        name="Infrastructure as code",
        category="infrastructure-automation",
    ),
    Skill(slug="containers", name="Containers", category="infrastructure-automation"),
    Skill(
        slug="container-orchestration",
        name="Container orchestration",
        category="infrastructure-automation",
    ),
    Skill(slug="ci-cd", name="CI/CD", category="continuous-delivery"),
    Skill(slug="monitoring", name="Monitoring", category="reliability"),
    Skill(slug="incident-response", name="Incident response", category="reliability"),
)


def _critical(skill: str, *, weight: int, score: int) -> Requirement:
    return Requirement(skill=skill, weight=weight, required_score=score, criticality="Critical")


def _important(skill: str, *, weight: int, score: int) -> Requirement:
    return Requirement(skill=skill, weight=weight, required_score=score, criticality="Important")


def _supporting(skill: str, *, weight: int, score: int) -> Requirement:
    return Requirement(skill=skill, weight=weight, required_score=score, criticality="Supporting")


JOB_ROLES: tuple[JobRole, ...] = (
    JobRole(
        slug="backend-developer-entry",
        name="Backend Developer",
        level="Entry",
        requirements=(
            _critical("python", weight=9, score=70),
            _critical("rest-apis", weight=9, score=70),
            _critical("sql", weight=8, score=65),
            _important("database-design", weight=6, score=60),
            _important("unit-testing", weight=6, score=60),
            _important("error-handling", weight=5, score=60),
            _supporting("api-authentication", weight=4, score=55),
            _supporting("git", weight=4, score=60),
        ),
    ),
    JobRole(
        slug="backend-developer-mid",
        name="Backend Developer",
        level="Mid",
        requirements=(
            _critical("system-design", weight=9, score=70),
            _critical("rest-apis", weight=8, score=80),
            _critical("python", weight=8, score=80),
            _critical("sql", weight=7, score=75),
            _important("secure-coding", weight=6, score=70),
            _important("query-optimisation", weight=6, score=70),
            _important("message-queues", weight=5, score=65),
            _important("caching", weight=5, score=65),
            _supporting("monitoring", weight=3, score=60),
        ),
    ),
    JobRole(
        slug="frontend-developer-entry",
        name="Frontend Developer",
        level="Entry",
        requirements=(
            _critical("javascript", weight=9, score=70),
            _critical("html", weight=8, score=70),
            _critical("css", weight=8, score=65),
            _important("ui-components", weight=7, score=65),
            _important("responsive-design", weight=6, score=65),
            _important("web-accessibility", weight=6, score=60),
            _supporting("typescript", weight=4, score=55),
            _supporting("unit-testing", weight=3, score=55),
            _supporting("git", weight=3, score=60),
        ),
    ),
    JobRole(
        slug="data-analyst-entry",
        name="Data Analyst",
        level="Entry",
        requirements=(
            _critical("sql", weight=9, score=70),
            _critical("data-visualisation", weight=8, score=65),
            _critical("data-cleaning", weight=8, score=65),
            _important("exploratory-analysis", weight=6, score=65),
            _important("statistics", weight=6, score=60),
            _important("spreadsheets", weight=5, score=70),
            _supporting("data-storytelling", weight=4, score=60),
            _supporting("python", weight=3, score=55),
        ),
    ),
    JobRole(
        slug="data-engineer-mid",
        name="Data Engineer",
        level="Mid",
        requirements=(
            _critical("etl-pipelines", weight=9, score=80),
            _critical("sql", weight=9, score=80),
            _critical("python", weight=8, score=75),
            _important("dimensional-modelling", weight=7, score=75),
            _important("data-quality", weight=6, score=70),
            _important("workflow-orchestration", weight=6, score=70),
            _important("system-design", weight=5, score=65),
            _supporting("stream-processing", weight=3, score=60),
            _supporting("containers", weight=3, score=60),
        ),
    ),
    JobRole(
        slug="qa-engineer-entry",
        name="QA Engineer",
        level="Entry",
        requirements=(
            _critical("test-planning", weight=9, score=70),
            _critical("exploratory-testing", weight=8, score=70),
            _critical("api-testing", weight=8, score=65),
            _important("bug-reporting", weight=7, score=70),
            _important("ui-test-automation", weight=6, score=60),
            _important("python", weight=5, score=55),
            _supporting("sql", weight=3, score=55),
            _supporting("git", weight=3, score=55),
        ),
    ),
    JobRole(
        slug="platform-engineer-mid",
        name="DevOps / Platform Engineer",
        level="Mid",
        requirements=(
            _critical("ci-cd", weight=9, score=80),
            _critical("linux", weight=8, score=80),
            _critical("containers", weight=8, score=75),
            _critical("infrastructure-as-code", weight=8, score=75),
            _important("container-orchestration", weight=7, score=70),
            _important("monitoring", weight=6, score=70),
            _important("networking", weight=5, score=65),
            _supporting("incident-response", weight=4, score=65),
        ),
    ),
)
