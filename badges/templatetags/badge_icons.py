"""Pictures of badges, drawn into the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from badges.icons import LINE, draw_medal, find_icon

register = template.Library()


@register.simple_tag
def badge_icon(slug: str, size: int = 24) -> SafeString:
    """The icon alone, in the colour of the words around it. It says nothing: its name stands beside it."""
    return format_html(
        '<svg class="badge-icon" viewBox="0 0 24 24" width="{size}" height="{size}" {line}'
        ' stroke="currentColor" aria-hidden="true"><path d="{path}"/></svg>',
        size=size,
        line=mark_safe(LINE),  # noqa: S308 our own drawing
        path=find_icon(slug).path,
    )


@register.simple_tag
def badge_medal(slug: str, *, ribbon: bool = False) -> SafeString:
    """The drawing inside templates/badges/_medal.html, which gives it its size and state."""
    return format_html(
        '<svg viewBox="0 0 64 {height}">{drawing}</svg>',
        height=80 if ribbon else 64,
        drawing=mark_safe(draw_medal(slug, ribbon=ribbon)),  # noqa: S308 our own drawing
    )
