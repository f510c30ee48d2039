// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.testkit.generators.ConfigArbitraries;
import dev.agentreload.testkit.generators.ConfigDomain;
import dev.agentreload.testkit.generators.EditedConfig;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** No plan shows a secret, wherever it stands and whatever made it one. */
@Domain(ConfigDomain.class)
@Domain(LawsDomain.class)
@Domain(DomainContext.Global.class)
class SecretLawsTest {

    private static final int TRIES = 200;

    private static final ConfigReader SECRETS = ConfigReader.builder()
            .placeholders(placeholder ->
                    new PlaceholderResolver.Resolution.Secret(ConfigArbitraries.SECRET + placeholder.name()))
            .build();

    @Property(tries = TRIES)
    void plan_secretsByKey_areNotShown(@ForAll EditedConfig edited, @ForAll RuleTable rules) {
        assertShowsNoSecret(ReloadPlanner.plan(edited.base(), edited.target(), rules));
    }

    @Property(tries = TRIES)
    void plan_secretsByOrigin_areNotShown(@ForAll EditedConfig edited, @ForAll RuleTable rules, @ForAll Random random) {
        assertShowsNoSecret(
                ReloadPlanner.plan(planted(edited.base(), random), planted(edited.target(), random), rules));
    }

    @Property(tries = TRIES)
    void plan_onlySecretsDiffer_hasOneContentIdAndReportsThatSecretsChanged(@ForAll ConfigDocument document) {
        Object secretsRotated = Trees.mapTexts(
                Trees.plain(document.root()),
                text -> text.replace(ConfigArbitraries.SECRET, ConfigArbitraries.SECRET + "rotated-"));
        ConfigDocument rotated = Trees.document(Trees.object(secretsRotated));
        ReloadPlan plan = ReloadPlanner.plan(document, rotated);

        assertThat(plan.base().contentId()).isEqualTo(plan.target().contentId());
        assertThat(plan.secretsChanged()).isEqualTo(!plan.changes().isEmpty());
        assertThat(plan.changes().isEmpty()).isEqualTo(document.equals(rotated));
        assertShowsNoSecret(plan);
    }

    private static void assertShowsNoSecret(ReloadPlan plan) {
        assertThat(plan.explain()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(plan.toJson()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(plan.toMap().toString()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(plan.toString()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(plan.changes().toString()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(plan.base().root().toString()).doesNotContain(ConfigArbitraries.SECRET);
    }

    /**
     * Puts placeholders in the place of some strings, identities and ordinary values among them. The others lose their dollar signs:
     * what resembles a placeholder is refused below a secret key.
     */
    private static ConfigDocument planted(ConfigDocument document, Random random) {
        Object planted = Trees.mapTexts(
                Trees.plain(document.root()),
                text -> random.nextInt(3) == 0 ? "${SECRET_" + random.nextInt(3) + "}" : text.replace("$", ""));
        return SECRETS.read("planted", Trees.object(planted)).orThrow();
    }
}
