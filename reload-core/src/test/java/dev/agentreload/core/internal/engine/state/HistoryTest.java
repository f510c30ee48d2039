// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.HistoryEntry.Operation;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What history says of documents that it does not keep whole. */
class HistoryTest {

    private String key = "sk-1";
    private final ConfigReader reader = ConfigReader.builder()
            .placeholders(placeholder -> new Resolution.Secret(key))
            .build();
    private final History history = new History(3);
    private final List<ConfigDocument> documents = new ArrayList<>();
    private int decisions;

    @Test
    void entries_ofDocumentsWhoseLinesMoved_haveTheirOwnContentAndPositions() {
        for (int i = 0; i < 5; i++) {
            applied(document("\n".repeat(i), "edit-" + i));
        }

        List<HistoryEntry> entries = history.entries();
        assertThat(entries).hasSize(3);
        for (int i = 0; i < entries.size(); i++) {
            ConfigDocument own = documents.get(i + 2);
            HistoryEntry entry = entries.get(i);
            assertSame(entry.effective().orElseThrow(), own);
            assertSame(entry.requested().orElseThrow(), own);
            assertSame(plan(entry).target(), own);
            assertSame(plan(entry).base(), documents.get(i + 1));
            assertThat(plan(entry)).isEqualTo(ReloadPlanner.plan(documents.get(i + 1), own));
        }
    }

    @Test
    void entryThatWasRefused_outlivesTheRevisionsOfItsTime() {
        applied(document("", "first"));
        ConfigDocument refused = document("\n", "refused");
        history.add(
                entry().requested(refused).effective(documents.get(0)).build(new ReloadResult.Invalid(List.of())), 1);
        for (int i = 0; i < 6; i++) {
            applied(document("\n".repeat(i % 3), "edit-" + i));
        }

        HistoryEntry oldest = history.entries().get(0);
        assertSame(oldest.requested().orElseThrow(), refused);
        assertSame(oldest.effective().orElseThrow(), documents.get(0));
    }

    @Test
    void values_ofDocumentsThatNoEntryNames_areCollected() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            applied(document("", "edit-" + i));
        }
        ReferenceQueue<ConfigNode> collected = new ReferenceQueue<>();
        WeakReference<ConfigNode> forgotten = new WeakReference<>(model(documents.get(0)), collected);
        WeakReference<ConfigNode> base = new WeakReference<>(model(documents.get(1)));
        documents.clear();

        for (int i = 0; i < 100 && forgotten.get() != null; i++) {
            System.gc();
            collected.remove(10);
        }
        assertThat(forgotten.get()).isNull();
        assertThat(base.get()).as("the base of the earliest plan").isNotNull();
    }

    private static ConfigNode model(ConfigDocument document) {
        return document.find("list[1].model").orElseThrow();
    }

    @Test
    void document_ofARevision_resolvesItsPlaceholdersAgain() {
        applied(document("", "first"));
        applied(document("\n", "second"));
        key = "sk-2";

        ConfigDocument first = history.document(1).orElseThrow();
        assertThat(text(first)).isEqualTo("sk-1");
        assertThat(text(first.reresolve().orThrow())).isEqualTo("sk-2");
        assertThat(first.reresolve().orThrow().find("key").orElseThrow().position())
                .hasToString("config.json:7:10");
    }

    private static String text(ConfigDocument document) {
        return document.bind("key", String.class).orThrow();
    }

    private static void assertSame(ConfigDocument kept, ConfigDocument own) {
        assertThat(kept).isEqualTo(own).hasToString(own.toString());
        assertThat(kept.root()).hasToString(own.root().toString());
        for (String path : List.of("list", "list[0]", "list[1].id", "key", "list[2].model")) {
            assertThat(kept.nearestPosition(path)).as(path).isEqualTo(own.nearestPosition(path));
            assertThat(kept.find(path)).as(path).isEqualTo(own.find(path));
        }
    }

    private static ReloadPlan plan(HistoryEntry entry) {
        return ((ReloadResult.Applied) entry.result()).plan().orElseThrow();
    }

    private void applied(ConfigDocument document) {
        Optional<ReloadPlan> plan = documents.isEmpty()
                ? Optional.empty()
                : Optional.of(ReloadPlanner.plan(documents.get(documents.size() - 1), document));
        documents.add(document);
        long revision = documents.size();
        history.add(
                entry().requested(document)
                        .effective(document)
                        .build(new ReloadResult.Applied(revision, plan, List.of(), List.of())),
                revision);
    }

    private HistoryEntry.Builder entry() {
        return HistoryEntry.builder(++decisions, Instant.EPOCH, "tester", Operation.RELOAD);
    }

    private ConfigDocument document(String before, String model) {
        return reader.read("config.json", before + """
                {
                  "list": [
                    {"id": "a", "model": "one"},
                    {"id": "b", "model": "%s"},
                    {"id": "c", "model": "three"}
                  ],
                  "key": "${KEY}"
                }
                """.formatted(model)).orThrow();
    }
}
