"""What search engines and messengers read of a page."""

from typing import cast

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> SafeString:
    """`{% repeat_block "title" %}`: the text of a block once more, on one line.

    Django gives a block one place only, but a title stands in two. Arguments: `name` (a block of this template or
    of one it extends; not from within an included template). What the block escaped stays escaped.
    """
    block = cast("BlockNode", context.render_context[BLOCK_CONTEXT_KEY].get_block(name))
    return mark_safe(" ".join(block.render(context).split()))  # noqa: S308 - rendered as a block, which escapes
