package dev.agentreload.core.bind;

import static java.util.Objects.requireNonNull;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.SourcePosition;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the members of an object one by one, collects what is wrong with them, and knows at the end which keys were not
 * asked for. The way to read a section whose spelling is tolerant; a strict one is bound with
 * {@link ConfigDocument#bind(ConfigPath, Class)}.
 *
 * <p>Methods take the spellings of a key, the canonical one first. A null counts as absent. A value of another kind is a
 * problem and counts as absent. <em>Not safe for use by multiple threads.</em>
 */
public final class ConfigSection {

    private final ConfigObject object;
    private final ConfigPath path;
    private final ProblemCollector problems;
    private final Set<String> known = new LinkedHashSet<>();

    private ConfigSection(ConfigObject object, ConfigPath path, ProblemCollector problems) {
        this.object = requireNonNull(object, "object");
        this.path = requireNonNull(path, "path");
        this.problems = requireNonNull(problems, "problems");
    }

    /** Returns the root of a document as a section that adds its problems to the collector. */
    public static ConfigSection of(ConfigDocument document, ProblemCollector problems) {
        return new ConfigSection(document.root(), ConfigPath.root(), problems);
    }

    /** Returns an object found at this path as a section that adds its problems to the collector. */
    public static ConfigSection of(ConfigObject object, ConfigPath path, ProblemCollector problems) {
        return new ConfigSection(object, path, problems);
    }

    /** Returns both spellings of a key: {@code maxTokens}, which is the canonical one, and {@code max_tokens}. */
    public static String[] spellings(String camelCase) {
        String snakeCase = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, camelCase);
        return snakeCase.equals(camelCase) ? new String[] {camelCase} : new String[] {camelCase, snakeCase};
    }

    /** Returns the object this section reads. */
    public ConfigObject object() {
        return object;
    }

    /** Returns the path of the object this section reads. */
    public ConfigPath path() {
        return path;
    }

    /** Returns the collector of this section's problems. */
    public ProblemCollector problems() {
        return problems;
    }

    /** Returns the value, whatever its kind. */
    public Optional<ConfigNode> node(String... spellings) {
        return member(spellings).map(Member::node);
    }

    /** Returns a string. */
    public Optional<String> text(String... spellings) {
        return member(spellings).flatMap(this::text);
    }

    /** Returns a whole number. */
    public OptionalLong whole(String... spellings) {
        Optional<Member> member = member(spellings);
        OptionalLong value = member.map(Member::whole).orElse(OptionalLong.empty());
        if (member.isPresent() && value.isEmpty() && !isUnresolved(member.get())) {
            mismatch(member.get(), "a whole number");
        }
        return value;
    }

    /** Returns a number. */
    public Optional<Double> number(String... spellings) {
        return member(spellings)
                .flatMap(member -> require(ConfigNumber.class, ConfigNode.Kind.NUMBER, member))
                .map(number -> number.value().doubleValue());
    }

    /** Returns a boolean. */
    public Optional<Boolean> flag(String... spellings) {
        return member(spellings)
                .flatMap(member -> require(ConfigBoolean.class, ConfigNode.Kind.BOOLEAN, member))
                .map(ConfigBoolean::value);
    }

    /** Returns a list of strings; empty if it is absent as well as if it has no elements. */
    public List<String> texts(String... spellings) {
        return elements(spellings, this::text);
    }

    /** Returns an object. */
    public Optional<ConfigSection> section(String... spellings) {
        return member(spellings).flatMap(this::section);
    }

    /** Returns a list of objects; empty if it is absent as well as if it has no elements. */
    public List<ConfigSection> sections(String... spellings) {
        return elements(spellings, this::section);
    }

    /**
     * Returns a list of objects that this key identifies, under paths that name them by it; empty if it is absent
     * as well as if it has no elements.
     */
    public List<ConfigSection> sectionsBy(String key, String... spellings) {
        ElementPaths names = new ElementPaths(pathOf(spellings), key);
        return elements(spellings, element -> {
            PathSegment name = names.next(element.node());
            return section(new Member(element.node(), names.path(name)));
        });
    }

    /** Returns the members of this section, each of which must be an object or a comment; afterwards no key is unknown. */
    public List<ConfigSection> memberSections() {
        ImmutableList.Builder<ConfigSection> sections = ImmutableList.builder();
        object.forEach((key, value) -> {
            if (!isComment(key) || value instanceof ConfigObject) {
                section(key).ifPresent(sections::add);
            }
        });
        return sections.build();
    }

    /** Returns the path of this member in the spelling that the document uses, the canonical one if it is absent. */
    public ConfigPath pathOf(String... spellings) {
        return path.key(spelled(spellings).orElse(spellings[0]));
    }

    /** Returns where this member stands, or this section if it is absent. */
    public SourcePosition positionOf(String... spellings) {
        return spelled(spellings).flatMap(object::find).orElse(object).position();
    }

    /** Adds an error about this member. */
    public void error(String key, String message, String hint) {
        problems.add(ConfigProblem.error(pathOf(key), positionOf(key), message, hint));
    }

    /** Adds a warning about this member. */
    public void warning(String key, String message, String hint) {
        problems.add(ConfigProblem.warning(pathOf(key), positionOf(key), message, hint));
    }

    /**
     * Adds a problem for every key that was not asked for, with the near matches among those that were. Keys that start
     * with an underscore or a dollar sign are comments and schema references by custom, and known.
     */
    public void reportUnknownKeys(ConfigProblem.Severity severity) {
        reportUnknownKeys(severity, Set.of());
    }

    /** Does the same, and takes these keys for known as well. */
    public void reportUnknownKeys(ConfigProblem.Severity severity, Set<String> others) {
        unread().forEach((key, value) -> {
            if (!others.contains(key)) {
                problems.add(new ConfigProblem(
                        severity,
                        path.key(key),
                        value.position(),
                        "unknown key [" + key + "]",
                        ConfigProblem.didYouMean(key, inOneSpelling(key, Sets.union(known, others)))));
            }
        });
    }

    /** Of the two spellings of a key, keeps the one that the unknown key is written in. */
    private static Set<String> inOneSpelling(String unknown, Set<String> keys) {
        boolean snake = unknown.indexOf('_') >= 0;
        Set<String> unwanted = keys.stream()
                .map(ConfigSection::spellings)
                .filter(pair -> pair.length == 2 && keys.contains(pair[1]))
                .map(pair -> pair[snake ? 0 : 1])
                .collect(ImmutableSet.toImmutableSet());
        return Sets.difference(keys, unwanted);
    }

    /** Returns the members that were not asked for so far, in file order, without comments and schema references. */
    public Map<String, ConfigNode> unread() {
        ImmutableMap.Builder<String, ConfigNode> unread = ImmutableMap.builder();
        object.forEach((key, value) -> {
            if (isUnread(key)) {
                unread.put(key, value);
            }
        });
        return unread.buildOrThrow();
    }

    private boolean isUnread(String key) {
        return !known.contains(key) && !isComment(key);
    }

    private static boolean isComment(String key) {
        return key.startsWith("_") || key.startsWith("$");
    }

    private Optional<String> spelled(String... spellings) {
        return Arrays.stream(spellings)
                .filter(spelling -> object.indexOf(spelling) >= 0)
                .findFirst();
    }

    private Optional<Member> member(String... spellings) {
        boolean askedFirst = known.addAll(List.of(spellings));
        List<String> present = Arrays.stream(spellings)
                .filter(spelling -> object.indexOf(spelling) >= 0)
                .toList();
        if (present.size() > 1 && askedFirst) {
            error(present.get(1), "two spellings of one key", "[" + present.get(0) + "] is there too, keep one");
        }
        return present.stream()
                .findFirst()
                .map(key -> new Member(object.find(key).orElseThrow(), path.key(key)))
                .filter(member -> member.node().kind() != ConfigNode.Kind.NULL);
    }

    private <T> List<T> elements(String[] spellings, Function<Member, Optional<T>> reading) {
        Optional<Member> member = member(spellings);
        Optional<ConfigArray> array = member.flatMap(m -> require(ConfigArray.class, ConfigNode.Kind.ARRAY, m));
        ImmutableList.Builder<T> values = ImmutableList.builder();
        for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
            ConfigPath place = member.get().path().index(i);
            reading.apply(new Member(array.get().element(i), place)).ifPresent(values::add);
        }
        return values.build();
    }

    private Optional<ConfigSection> section(Member member) {
        return require(ConfigObject.class, ConfigNode.Kind.OBJECT, member)
                .map(found -> new ConfigSection(found, member.path(), problems));
    }

    private Optional<String> text(Member member) {
        return require(ConfigString.class, ConfigNode.Kind.STRING, member).map(ConfigString::value);
    }

    private <N extends ConfigNode> Optional<N> require(Class<N> type, ConfigNode.Kind kind, Member member) {
        boolean unresolved = isUnresolved(member);
        if (type.isInstance(member.node())) {
            return Optional.of(type.cast(member.node()));
        }
        if (!unresolved) {
            mismatch(member, kind.description() + (kind == ConfigNode.Kind.BOOLEAN ? meant(member.node()) : ""));
        }
        return Optional.empty();
    }

    /** Returns what to write in place of a word that YAML of old, or somebody who quotes everything, takes for a boolean. */
    private static String meant(ConfigNode node) {
        return node instanceof ConfigString text && !text.isSecret()
                ? switch (text.value().toLowerCase(Locale.ROOT)) {
                    case "true", "false" -> "; write it without quotes";
                    case "yes", "on" -> "; write true";
                    case "no", "off" -> "; write false";
                    default -> "";
                }
                : "";
    }

    /** Reports it if this value has a placeholder without a value; of such a value nothing else is known. */
    private boolean isUnresolved(Member member) {
        return member.node() instanceof ConfigString string && problems.reportUnresolved(string, member.path());
    }

    private void mismatch(Member member, String expectation) {
        problems.add(ConfigProblem.error(
                member.path(),
                member.node().position(),
                "found " + member.node().kind().description(),
                "expected " + expectation));
    }

    private record Member(ConfigNode node, ConfigPath path) {

        OptionalLong whole() {
            return node instanceof ConfigNumber number ? number.asLong() : OptionalLong.empty();
        }
    }
}
