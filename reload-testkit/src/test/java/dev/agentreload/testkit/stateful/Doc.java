// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One configuration of the test host: a number and a secret for each section. <em>Immutable.</em>
 *
 * @param values the number of each section
 * @param flaw why it is refused
 */
record Doc(SortedMap<String, Integer> values, Flaw flaw) {

    static final String NAME = "config.json";
    /** What each secret begins with, so that none can be overlooked in a text. */
    static final String SENTINEL = "zqsecretzq";

    static final List<String> SWAPS = List.of("one", "two", "three");
    static final List<String> EXCLUSIVES = List.of("left", "right");
    static final String BOTH = "both";
    static final String FIXED = "fixed";
    static final String NOTE = "note";

    /** A number that participant [one] refuses when it validates. */
    private static final int REFUSED = -1;

    enum Flaw {
        NONE,
        UNREADABLE,
        REFUSED
    }

    Doc {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Returns rules by which each section concerns the participant of its name; [both] concerns [one] and [left]. */
    static RuleTable rules() {
        RuleTable.Builder table = RuleTable.builder();
        SWAPS.forEach(name -> table.add(ReloadRule.hot(name, "reload-" + name)));
        EXCLUSIVES.forEach(name -> table.add(ReloadRule.hot(name, "restart-" + name)));
        table.add(ReloadRule.hot(BOTH, "reload-one", "restart-left"));
        table.add(ReloadRule.restart(FIXED));
        return table.add(ReloadRule.none(NOTE)).build();
    }

    Doc with(String section, int value) {
        SortedMap<String, Integer> changed = new TreeMap<>(values);
        changed.put(section, value);
        return new Doc(changed, flaw);
    }

    Doc withFlaw(Flaw other) {
        Doc changed = other == Flaw.REFUSED ? with("one", REFUSED) : this;
        return new Doc(changed.values, other);
    }

    /** Returns the sections in which another document differs. */
    Set<String> changed(Doc other) {
        Set<String> changed = new TreeSet<>(values.keySet());
        changed.removeIf(section -> values.get(section).equals(other.values.get(section)));
        return changed;
    }

    /** Returns the form that a participant has under this document. */
    String form(String participant) {
        String form = String.valueOf(values.get(participant));
        return dependsOnBoth(participant) ? form + "/" + values.get(BOTH) : form;
    }

    /** Returns the form that a participant has under a document of the reloader. */
    static String form(String participant, ConfigDocument document) {
        String form = number(document, participant);
        return dependsOnBoth(participant) ? form + "/" + number(document, BOTH) : form;
    }

    static boolean isRefused(ConfigDocument document) {
        return number(document, "one").equals(String.valueOf(REFUSED));
    }

    static String secret(String section, ConfigDocument document) {
        return SENTINEL + section + number(document, section);
    }

    private static boolean dependsOnBoth(String participant) {
        return participant.equals("one") || participant.equals("left");
    }

    private static String number(ConfigDocument document, String section) {
        return document.find(ConfigPath.of(section, "v"))
                .map(node -> ((ConfigString) node).value())
                .orElse("?");
    }

    ReadResult read() {
        return ConfigReader.standard().read(NAME, flaw == Flaw.UNREADABLE ? "{one:" : text());
    }

    ConfigDocument document() {
        return ConfigReader.standard().read(NAME, text()).orThrow();
    }

    private String text() {
        return values.entrySet().stream().map(Doc::section).collect(Collectors.joining(",", "{", "}"));
    }

    private static String section(Map.Entry<String, Integer> entry) {
        String secret = SENTINEL + entry.getKey() + entry.getValue();
        return "\"%s\":{\"v\":\"%d\",\"token\":\"%s\"}".formatted(entry.getKey(), entry.getValue(), secret);
    }

    @Override
    public String toString() {
        return values.values() + (flaw == Flaw.NONE ? "" : " " + flaw);
    }
}
