// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigPath;
import org.junit.jupiter.api.Test;

class ListIdentitiesTest {

    @Test
    void defaults_areTheListsOfBothAncestors() {
        assertThat(ListIdentities.defaults())
                .hasToString("{agents.list=id, model_list=model_name, models.providers.*.models=id}");
        assertThat(ListIdentities.defaults().keyOf(ConfigPath.parse("models.providers.\"a.b\".models")))
                .contains("id");
        assertThat(ListIdentities.defaults().keyOf(ConfigPath.parse("bindings")))
                .isEmpty();
    }

    @Test
    void none_hasNoKeyForAnyList() {
        assertThat(ListIdentities.none().asMap()).isEmpty();
        assertThat(ListIdentities.none().keyOf(ConfigPath.parse("agents.list"))).isEmpty();
    }

    @Test
    void with_samePattern_replacesTheKey() {
        ListIdentities byName = ListIdentities.defaults().with("agents.list", "name");

        assertThat(byName.keyOf(ConfigPath.parse("agents.list"))).contains("name");
        assertThat(byName.asMap()).hasSize(3);
        assertThat(ListIdentities.defaults().keyOf(ConfigPath.parse("agents.list")))
                .contains("id");
    }

    @Test
    void with_noPattern_isRefused() {
        assertThatThrownBy(() -> ListIdentities.none().with("a[0]", "id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [a[0]]: list elements are matched by *, not by [0]");
    }

    @Test
    void keyOf_severalPatterns_leftmostLiteralDecidesInAnyOrder() {
        ListIdentities one =
                ListIdentities.none().with("*.b", "second").with("a.*", "first").with("*.*", "third");
        ListIdentities other =
                ListIdentities.none().with("*.*", "third").with("a.*", "first").with("*.b", "second");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        for (ListIdentities identities : new ListIdentities[] {one, other}) {
            assertThat(identities.keyOf(ConfigPath.of("a", "b"))).contains("first");
            assertThat(identities.keyOf(ConfigPath.of("x", "b"))).contains("second");
            assertThat(identities.keyOf(ConfigPath.of("x", "y"))).contains("third");
            assertThat(identities.keyOf(ConfigPath.of("x"))).isEmpty();
        }
    }

    @Test
    void equals_otherKey_isFalse() {
        assertThat(ListIdentities.none().with("a", "id"))
                .isNotEqualTo(ListIdentities.none().with("a", "name"));
    }
}
