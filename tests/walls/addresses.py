"""Every address that the site has, found in its URL configuration, and filled with somebody's things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from django.urls.resolvers import RoutePattern

from tests.walls.world import Thing

# Parts that only make sense together.
PAIRS = (
    ("app_label", "model_name"),
    ("app_name", "model_name"),
    ("content_type_app_name", "content_type_model_name"),
)


# Addresses without a name that stand for many; one of them.
WITHOUT_NAME = {
    "/admin/.*/$": "/admin/tidak-ada/",
    "/admin/password_reset/<path:rest>": "/admin/password_reset/x/",
}


@dataclass(frozen=True)
class Address:
    """One entry of the URL configuration. ``name`` has its namespaces; without a name it is the route."""

    name: str
    route: str
    parts: tuple[str, ...]
    view: Any

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def methods(self) -> frozenset[str]:
        """What the view says it takes; both common ones where it says nothing."""
        actions = getattr(self.view, "actions", None)  # a view set of the API
        view_class = getattr(self.view, "view_class", None)
        if actions:
            return frozenset(map(str.upper, actions)) - {"HEAD"}  # added at the first request
        if view_class is None:
            return frozenset({"GET", "POST"})
        allowed = {name.upper() for name in view_class.http_method_names if hasattr(view_class, name)}
        return frozenset(allowed - {"OPTIONS", "HEAD"})

    def filled(self, values: dict[Any, Any]) -> Iterator[str]:
        """The address with ``values``, in each combination; nothing where a part has no value."""
        if self.name in WITHOUT_NAME:
            yield WITHOUT_NAME[self.name]
            return
        if not self.parts:
            yield f"/{self.route}"
            return
        if self.name in values:  # all parts at once
            yield reverse(self.name, args=values[self.name])
            return
        rest, choices = list(self.parts), []
        for pair in PAIRS:
            if set(pair) <= set(rest):
                if pair not in values:
                    return
                choices.append([dict(zip(pair, chosen, strict=True)) for chosen in values[pair]])
                rest = [part for part in rest if part not in pair]
        for part in rest:
            value = self._value(part, values)
            if value is None:
                return
            choices.append([{part: one} for one in (value if isinstance(value, list) else [value])])
        for chosen in product(*choices):
            yield from self._reversed({name: value for one in chosen for name, value in one.items()})

    def _value(self, part: str, values: dict[Any, Any]) -> Any:
        for key in (f"{self.name}/{part}", f"{self.namespace}/{part}", part):
            if values.get(key) is not None:
                return values[key]
        return None

    def _reversed(self, kwargs: dict[str, Any]) -> Iterator[str]:
        by_place = all(part.isdecimal() for part in self.parts)
        try:
            if by_place:
                yield reverse(self.name, args=[kwargs[part] for part in self.parts])
            else:
                yield reverse(self.name, kwargs=kwargs)
        except NoReverseMatch:
            return


def all_addresses() -> list[Address]:
    """Each address once: where two entries answer the same one, the first does."""
    seen: dict[str, Address] = {}
    for address in _walk(get_resolver()):
        seen.setdefault(address.route, address)
    return list(seen.values())


def _walk(resolver: URLResolver, namespace: str = "", prefix: str = "", parts: Iterable[str] = ()):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^")
        expression = entry.pattern.regex
        names = list(expression.groupindex) or [str(n) for n in range(expression.groups)]
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, route, (*parts, *names))
        elif isinstance(entry, URLPattern):
            plain = isinstance(entry.pattern, RoutePattern)
            bare = route if plain or names else route.removesuffix("$")
            yield Address(
                f"{namespace}{entry.name}" if entry.name else f"/{route}",
                bare,
                (*parts, *names),
                entry.callback,
            )


def without_values(addresses: Iterable[Address], things: Iterable[Thing]) -> dict[str, tuple[str, ...]]:
    """Addresses that no thing can fill, with their parts."""
    things = list(things)
    return {
        address.name: address.parts
        for address in addresses
        if address.parts and not any(any(address.filled(thing.values)) for thing in things)
    }
