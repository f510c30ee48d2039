// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the binding of one tier that claims a message, in a time that does not grow with the number of bindings.
 *
 * <p>The constraints that a binding has beside those of its tier make up its form. There are 16 forms, and a message has
 * one key for each, or one per role of the sender, so it costs one look-up per form in use; the lowest place in the list
 * decides between forms. Of bindings with the same key only the first is kept, since no other can ever be first.
 */
final class TierIndex {

    private static final Set<String> NO_ROLE = Set.of("");

    private final BindingHashTable candidates = new BindingHashTable();

    /** The forms in use, as a set of bits: bit n stands for form n. */
    private int forms;

    Optional<Binding> add(Binding binding, int place) {
        RouteKey key = RouteKey.of(binding.match());
        Set<String> roles = orNone(binding.match().roles());
        IndexedBinding cover = cover(key, roles);
        for (String role : roles) {
            RouteKey full = key.withRole(role);
            candidates.addIfAbsent(IndexedBinding.of(place, binding, full.text(full.form())));
            forms |= 1 << full.form();
        }
        return Optional.ofNullable(cover).map(IndexedBinding::binding);
    }

    @Nullable
    IndexedBinding find(RouteKey key, Set<String> roles) {
        IndexedBinding first = null;
        for (String role : rolesMatter() ? orNone(roles) : NO_ROLE) {
            first = earlier(first, find(key.withRole(role)));
        }
        return first;
    }

    /** A binding is covered if, for each of its roles, an earlier one asks for nothing that it does not ask for too. */
    private @Nullable IndexedBinding cover(RouteKey key, Set<String> roles) {
        IndexedBinding first = null;
        for (String role : roles) {
            IndexedBinding found = find(key.withRole(role));
            if (found == null) {
                return null;
            }
            first = earlier(first, found);
        }
        return first;
    }

    private @Nullable IndexedBinding find(RouteKey key) {
        int lacking = ~key.form();
        IndexedBinding first = null;
        for (int rest = forms; rest != 0; rest &= rest - 1) {
            int form = Integer.numberOfTrailingZeros(rest);
            if ((form & lacking) == 0) {
                first = earlier(first, candidates.find(key.text(form)));
            }
        }
        return first;
    }

    private boolean rolesMatter() {
        return (forms & RouteKey.FORMS_WITH_ROLE) != 0;
    }

    private static Set<String> orNone(Set<String> roles) {
        return roles.isEmpty() ? NO_ROLE : roles;
    }

    private static @Nullable IndexedBinding earlier(@Nullable IndexedBinding left, @Nullable IndexedBinding right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left.place() <= right.place() ? left : right;
    }
}
