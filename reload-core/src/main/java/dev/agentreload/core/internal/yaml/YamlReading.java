// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.json.Utf8Check;
import dev.agentreload.core.internal.tree.MemoizingResolver;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.tree.ReadSettings;
import dev.agentreload.core.internal.tree.TreeBuilder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One reading of bytes. Nodes are composed first and built into a tree afterwards: whether a value is secret, its uses by
 * aliases decide too.
 */
final class YamlReading {

    private final ReadSettings settings;
    private final String source;
    private final byte[] content;
    private final MemoizingResolver answers;

    /** Why not all of the content is read, if so. */
    private @Nullable String cut;

    private String cutHint = "";

    YamlReading(ReadSettings settings, String source, byte[] content) {
        this.settings = settings;
        this.source = source;
        this.content = content;
        this.answers = new MemoizingResolver(settings.placeholders());
    }

    ReadResult read() {
        String text = text();
        YamlComposer composer =
                new YamlComposer(source, new YamlText(text), settings.limits().depth());
        ConfigProblem ending = composer.compose();
        SourcePosition end = PackedPosition.unpack(source, YamlText.position(text, text.length()));
        if (cut != null && (ending == null || ending.position().equals(end))) {
            ending = ConfigProblem.error(composer.lastPath(), end, cut, cutHint);
        }
        YamlNode root = composer.root();
        if (root == null && ending == null) {
            ending =
                    ConfigProblem.error(ConfigPath.root(), end, "no content", "expected an object; an empty one is {}");
        }
        return build(root, composer, ending);
    }

    /** Returns the text up to where it stops being one that is read. */
    private String text() {
        int length = content.length;
        int limit = settings.limits().bytes();
        if (length > limit) {
            length = Utf8Check.characterBoundary(content, limit);
            cut("source too large", "expected at most " + limit + " bytes");
        }
        int wellFormed = Utf8Check.wellFormedLength(content, Utf8Check.asciiLength(content, length), length);
        if (wellFormed < length) {
            length = wellFormed;
            cut("broken UTF-8", "expected a file in the UTF-8 encoding");
        }
        int start = Math.min(Utf8Check.bomLength(content), length);
        String text = new String(content, start, length - start, StandardCharsets.UTF_8);
        int refused = YamlText.refusedCharacter(text);
        if (refused < text.length()) {
            cut(YamlText.describeRefused(text.charAt(refused)), "expected an escape in double quotes");
        }
        return text.substring(0, refused);
    }

    private void cut(String message, String hint) {
        cut = message;
        cutHint = hint;
    }

    private ReadResult build(@Nullable YamlNode root, YamlComposer composer, @Nullable ConfigProblem ending) {
        ProblemCollector problems = new ProblemCollector();
        TreeBuilder builder = builder(problems);
        if (root != null) {
            root.addTo(builder);
            if (composer.needsUses() && root.recordUse(builder.last())) {
                builder.result(null);
                problems = new ProblemCollector();
                builder = builder(problems);
                root.addTo(builder);
            }
        }
        problems.addAll(composer.problems());
        for (YamlNote note : composer.notes()) {
            note.problem(source).ifPresent(problems::add);
        }
        return builder.result(ending);
    }

    private TreeBuilder builder(ProblemCollector problems) {
        answers.restart();
        return new TreeBuilder(settings, source, problems, answers);
    }
}
