// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.Strictness;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is in the file that others wrote. <em>Immutable.</em>
 *
 * @param providers the providers that no configuration defined
 * @param others all other members of the file
 */
record ExistingFile(Map<String, Object> providers, Map<String, Object> others) {

    private static final String PROVIDERS = "providers";

    /** A key that starts so is a comment by custom, and other programs skip it. */
    private static final String FROM_CONFIG = "_fromConfig";

    private static final JsonValues VALUES = JsonValues.asWritten();

    static ExistingFile none() {
        return new ExistingFile(ImmutableMap.of(), ImmutableMap.of());
    }

    /**
     * Reads the file.
     *
     * @throws ModelsFileException if it is broken, with all places
     */
    static ExistingFile read(Path path, byte[] bytes) throws ModelsFileException {
        String name = path.getFileName().toString();
        ConfigReader reader =
                ConfigReader.builder().strictness(Strictness.STRICT).build();
        ReadResult result = reader.read(name, bytes);
        String text = new String(bytes, UTF_8);
        if (result instanceof ReadResult.Success && text.contains("$${")) {
            result = reader.read(name, text.replace("${", "$${")); // this reader takes one $ away, which is not ours
        }
        if (!(result instanceof ReadResult.Success read)) {
            throw broken(path, result.problems());
        }
        ProblemCollector problems = new ProblemCollector();
        ExistingFile content = of(read.document(), problems);
        if (problems.hasErrors()) {
            throw broken(path, problems.inSourceOrder());
        }
        return content;
    }

    private static ExistingFile of(ConfigDocument document, ProblemCollector problems) {
        ConfigSection root = ConfigSection.of(document, problems);
        Set<String> fromConfig = ImmutableSet.copyOf(root.strings(FROM_CONFIG));
        Map<String, ConfigNode> providers = root.section(PROVIDERS)
                .map(section -> members(section.object(), fromConfig))
                .orElseGet(ImmutableMap::of);
        return new ExistingFile(
                VALUES.of(providers), VALUES.of(members(document.root(), ImmutableSet.of(PROVIDERS, FROM_CONFIG))));
    }

    private static Map<String, ConfigNode> members(ConfigObject object, Set<String> without) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (!without.contains(key)) {
                members.put(key, value);
            }
        });
        return members;
    }

    private static ModelsFileException broken(Path path, List<ConfigProblem> problems) {
        return new ModelsFileException("models file [" + path + "] cannot be merged: "
                + problems.stream().map(ConfigProblem::toString).collect(Collectors.joining(", ")));
    }

    /** Returns the file with these providers of a configuration beside all that is not from one. */
    String merged(SortedMap<String, Object> fromConfig) {
        SortedMap<String, Object> all = new TreeMap<>(providers);
        all.putAll(fromConfig);
        Map<String, Object> content = new LinkedHashMap<>(others);
        content.put(PROVIDERS, all);
        content.put(FROM_CONFIG, fromConfig.keySet());
        return JsonText.pretty(content) + "\n";
    }
}
