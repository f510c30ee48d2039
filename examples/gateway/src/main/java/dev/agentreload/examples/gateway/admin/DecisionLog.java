// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.examples.gateway.channel.HttpReply;
import dev.agentreload.examples.gateway.config.OwnersFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps what was decided in a file, a JSON object a line, so that the next start still has it. A line says when, who, what came of it,
 * and which paths changed; it has neither values nor secrets. The file is readable by its owner alone.
 *
 * <p>A line that cannot be read, such as the last one before a power cut, is left out. Once the file has twice as many lines as are
 * kept, the older half is dropped. What fails is reported in the log, and changes no reload.
 */
public final class DecisionLog implements ReloadListener {

    /** How many decisions are kept at least. */
    static final int KEPT = 500;

    private static final Logger LOG = System.getLogger(DecisionLog.class.getName());
    private static final int MOST_SHOWN = 20;
    private static final int MOST_PATHS = 100;
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<Map<String, Object>> earlier;

    /** How many lines the file has; touched by one listener call at a time. */
    private int lines;

    /** Whether the file ends in the middle of a line. */
    private boolean torn;

    /** Creates the log in a file of this folder, and reads what it has of earlier starts. */
    public DecisionLog(Path folder) {
        this.file = folder.resolve("decisions.jsonl");
        this.earlier = readLines();
    }

    private List<Map<String, Object>> readLines() {
        try {
            String text = Files.readString(file);
            torn = !text.isEmpty() && !text.endsWith("\n");
            List<String> all = text.lines().toList();
            lines = all.size();
            return all.stream()
                    .skip(Math.max(0, lines - KEPT))
                    .flatMap(line -> decision(line).stream())
                    .collect(ImmutableList.toImmutableList());
        } catch (NoSuchFileException e) {
            return ImmutableList.of();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be read: {1}",
                    file.getFileName(),
                    e.getClass().getSimpleName());
            return ImmutableList.of();
        }
    }

    private static Optional<Map<String, Object>> decision(String line) {
        try {
            return Optional.ofNullable(JSON.readValue(line, MAP)).filter(map -> map.containsKey("at"));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // torn, or not ours
        }
    }

    /** Returns the decisions before this start, the oldest first, as they were written. */
    public List<Map<String, Object>> earlier() {
        return earlier;
    }

    /** Returns the newest of them as text, the newest first; empty if there are none. */
    public Optional<String> text() {
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, Object>> newest = Lists.reverse(earlier).subList(0, Math.min(MOST_SHOWN, earlier.size()));
        return Optional.of("before this start, with no way back to them by number:\n"
                + newest.stream().map(DecisionLog::text).collect(Collectors.joining("\n")));
    }

    private static String text(Map<String, Object> decision) {
        return decision.get("at") + " " + decision.get("actor") + ": " + decision.get("summary");
    }

    @Override
    public void decided(HistoryEntry entry) {
        try {
            append(JsonText.compact(line(entry)) + "\n");
            if (lines >= 2 * KEPT) {
                dropOldest();
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be written: {1}",
                    file.getFileName(),
                    e.getClass().getSimpleName());
        }
    }

    private static Map<String, Object> line(HistoryEntry entry) {
        ReloadResult result = entry.result();
        ImmutableMap.Builder<String, Object> map = ImmutableMap.<String, Object>builder()
                .put("at", entry.at().toString())
                .put("actor", entry.actor())
                .put("operation", entry.operation().name().toLowerCase(Locale.ROOT))
                .put("result", HttpReply.name(result))
                .put("summary", result.summary());
        if (result instanceof ReloadResult.Applied applied) {
            map.put("revision", applied.revision());
            map.put("paths", applied.plan().map(DecisionLog::paths).orElse(List.of()));
        }
        entry.effective().map(ConfigDocument::contentId).ifPresent(content -> map.put("content", content));
        return map.buildOrThrow();
    }

    private static List<String> paths(ReloadPlan plan) {
        return plan.changes().stream()
                .map(change -> change.path().toString())
                .distinct()
                .limit(MOST_PATHS)
                .toList();
    }

    private void append(String line) throws IOException {
        byte[] text = ((torn ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file)) {
            Files.write(file, text, StandardOpenOption.APPEND);
        } else {
            OwnersFile.replace(file, text);
        }
        torn = false;
        lines++;
    }

    private void dropOldest() throws IOException {
        List<String> all = Files.readAllLines(file);
        List<String> newest = all.subList(Math.max(0, all.size() - KEPT), all.size());
        OwnersFile.replace(file, (String.join("\n", newest) + "\n").getBytes(StandardCharsets.UTF_8));
        lines = newest.size();
    }
}
