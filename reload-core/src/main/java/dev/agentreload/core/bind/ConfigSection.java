// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of an object one by one, collects what is wrong with them, and knows at the end which keys were not
 * asked for. The way to read a section whose spelling is tolerant; a strict one is bound with
 * {@link ConfigDocument#bind(ConfigPath, Class)}.
 *
 * <p>Every key is read in camelCase, snake_case and kebab-case: {@code integer("maxTokens")} reads {@code maxTokens},
 * {@code max_tokens} and {@code max-tokens}. Further names of a reading method are earlier names of the same key, in all
 * spellings too. Two of them in one object are a problem. A null counts as absent. A value of another kind is a problem and
 * counts as absent.
 *
 * <p>A section {@linkplain #withKeys with declared keys} answers for no other keys, and for each only as the type that is declared: a
 * reader that asks for something else fails with an {@link IllegalArgumentException}, since a schema of these keys would be wrong. A
 * number out of the declared range is a problem and counts as absent, and what is absent reads as its default if there is one. Sections
 * that are found below have the keys that are declared for them. <em>Not safe for use by multiple threads.</em>
 */
public final class ConfigSection {

    private final ConfigObject object;
    private final ConfigPath path;
    private final ProblemCollector problems;

    /** The section in which this one was found; its spelling counts where this object has only keys of one word. */
    private final Optional<ConfigSection> parent;

    private final Declared declared;

    /** All names of the keys that were read: the camelCase form of each to the names as the caller wrote them. */
    private final Map<String, List<String>> known = new LinkedHashMap<>();

    /** The keys of the object that are not in camelCase, by the name they have there; null until a member is read. */
    private @Nullable ListMultimap<String, String> otherSpellings;

    private ConfigSection(
            ConfigObject object,
            ConfigPath path,
            ProblemCollector problems,
            Optional<ConfigSection> parent,
            Declared declared) {
        this.object = requireNonNull(object, "object");
        this.path = requireNonNull(path, "path");
        this.problems = requireNonNull(problems, "problems");
        this.parent = parent;
        this.declared = declared;
    }

    /** Returns the root of a document as a section that adds its problems to the collector. */
    public static ConfigSection of(ConfigDocument document, ProblemCollector problems) {
        return of(document.root(), ConfigPath.root(), problems);
    }

    /** Returns an object found at this path as a section that adds its problems to the collector. */
    public static ConfigSection of(ConfigObject object, ConfigPath path, ProblemCollector problems) {
        return new ConfigSection(object, path, problems, Optional.empty(), Declared.NOTHING);
    }

    /** Returns the object at this path as a section that adds its problems to the collector; empty if no object is there. */
    public static Optional<ConfigSection> find(ConfigDocument document, ConfigPath path, ProblemCollector problems) {
        requireNonNull(problems, "problems");
        return document.find(path)
                .filter(ConfigObject.class::isInstance)
                .map(object -> of((ConfigObject) object, path, problems));
    }

    /** Returns the same object as a section that is read with these keys, of which none was read. */
    public ConfigSection withKeys(SectionKeys keys) {
        return new ConfigSection(object, path, problems, parent, new Declared(new ConfigType.Section(keys)));
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
    public Optional<ConfigNode> node(String key, String... earlier) {
        return member(key, earlier).map(Member::node);
    }

    /** Returns a string. */
    public Optional<String> string(String key, String... earlier) {
        return member(ConfigNode.Kind.STRING, key, earlier)
                .flatMap(member -> member.string(problems))
                .or(() -> declared.missing(key).map(String.class::cast));
    }

    /** Returns a whole number. */
    public OptionalLong integer(String key, String... earlier) {
        OptionalLong value = member(ConfigNode.Kind.NUMBER, key, earlier)
                .map(member -> member.integer(declared.typeOf(key), problems))
                .orElse(OptionalLong.empty());
        return value.isPresent()
                ? value
                : declared.missing(key)
                        .map(number -> OptionalLong.of((Long) number))
                        .orElse(value);
    }

    /** Returns a number. */
    public Optional<Double> number(String key, String... earlier) {
        return member(ConfigNode.Kind.NUMBER, key, earlier)
                .flatMap(member -> member.require(ConfigNumber.class, ConfigNode.Kind.NUMBER, problems))
                .map(number -> number.value().doubleValue());
    }

    /** Returns a boolean. */
    public Optional<Boolean> bool(String key, String... earlier) {
        return member(ConfigNode.Kind.BOOLEAN, key, earlier)
                .flatMap(member -> member.require(ConfigBoolean.class, ConfigNode.Kind.BOOLEAN, problems))
                .map(ConfigBoolean::value)
                .or(() -> declared.missing(key).map(Boolean.class::cast));
    }

    /** Returns a list of strings; empty if it is absent as well as if it has no elements. */
    public List<String> strings(String key, String... earlier) {
        return elements(member(ConfigNode.Kind.ARRAY, key, earlier), element -> element.string(problems));
    }

    /** Returns an object. */
    public Optional<ConfigSection> section(String key, String... earlier) {
        return member(ConfigNode.Kind.OBJECT, key, earlier).flatMap(member -> section(member, declared.typeOf(key)));
    }

    /** Returns a list of objects; empty if it is absent as well as if it has no elements. */
    public List<ConfigSection> sections(String key, String... earlier) {
        ConfigType element = Declared.elementOf(declared.typeOf(key));
        return elements(member(ConfigNode.Kind.ARRAY, key, earlier), member -> section(member, element));
    }

    /**
     * Returns a list of objects that this member identifies, under paths that name them by it; empty if it is absent
     * as well as if it has no elements.
     */
    public List<ConfigSection> sectionsBy(String identity, String key, String... earlier) {
        Optional<Member> member = member(ConfigNode.Kind.ARRAY, key, earlier);
        ConfigPath list = pathOf(key);
        ElementNames names = ElementNames.create(identity);
        ConfigType elementType = Declared.elementOf(declared.typeOf(key));
        return elements(member, element -> {
            PathSegment name = names.next(element.node());
            return section(new Member(element.node(), list, name), elementType);
        });
    }

    /** Returns the canonical name of a key that is declared; of others, the key as it is. */
    public String nameOf(String key) {
        return declared.nameOf(requireNonNull(key, "key"));
    }

    /** Adds a problem if this member is not of the type that is declared for it; of a key that is not declared it says nothing. */
    public void check(String key) {
        if (declared.has(requireNonNull(key, "key"))) {
            member(key).ifPresent(member -> check(member, declared.typeOf(key)));
        }
    }

    /**
     * Returns whether a key is there that is a known mistake and so not declared. Afterwards it is not unknown: the caller reports
     * it.
     */
    public boolean hasMistake(String key) {
        boolean there = !present(key).isEmpty();
        known.putIfAbsent(KeySpelling.camelCase(key), List.of(key));
        return there;
    }

    /**
     * Reports an unknown key that looks like this one, which must be there and is not: one mistake is one problem. Afterwards it is
     * not unknown. Returns whether there is such a key; if not, the caller reports that this one is missing.
     */
    public boolean reportMistyped(String key) {
        Optional<String> mistyped = unread().keySet().stream()
                .filter(other -> !declared.has(other) && !didYouMean(other, key).isEmpty())
                .findFirst();
        mistyped.ifPresent(other -> {
            error(other, "unknown key [" + other + "]", didYouMean(other, key));
            hasMistake(other);
        });
        return mistyped.isPresent();
    }

    /**
     * Returns the members of a section whose keys are names, such as the ids of providers: each under its key exactly as it
     * is written. Each must be an object or a comment; afterwards no key is unknown.
     */
    public List<ConfigSection> memberSections() {
        ImmutableList.Builder<ConfigSection> sections = ImmutableList.builder();
        object.forEach((key, value) -> {
            if (!isComment(key) || value instanceof ConfigObject) {
                named(key, value)
                        .flatMap(member -> section(member, parent, declared.typeOf(key)))
                        .ifPresent(sections::add);
            }
        });
        return sections.build();
    }

    /**
     * Returns the members of a section whose keys are names, such as those of headers: each under its key exactly as it is
     * written. Each must be a string; afterwards no key is unknown.
     */
    public Map<String, String> memberStrings() {
        ImmutableMap.Builder<String, String> strings = ImmutableMap.builder();
        object.forEach((key, value) -> named(key, value)
                .flatMap(member -> member.string(problems))
                .ifPresent(string -> strings.put(key, string)));
        return strings.buildOrThrow();
    }

    private Optional<Member> named(String key, ConfigNode value) {
        known.putIfAbsent(KeySpelling.camelCase(key), List.of(key));
        return member(value, key);
    }

    private Optional<Member> member(ConfigNode value, String key) {
        return value.kind() == ConfigNode.Kind.NULL
                ? Optional.empty()
                : Optional.of(new Member(value, path, new PathSegment.Key(key)));
    }

    /**
     * Returns the path of this member as the document spells its key; as the argument does if it is absent. The earlier
     * names of a key that was read are looked for too.
     */
    public ConfigPath pathOf(String key) {
        return path.key(spelled(key).orElse(key));
    }

    /** Returns where this member stands, or this section if it is absent. */
    public SourcePosition positionOf(String key) {
        return spelled(key).flatMap(object::find).orElse(object).position();
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
     * with an underscore, a dollar sign or two slashes are comments and schema references by custom, and known. Keys that are declared are known
     * too, and values that were not asked for are {@linkplain #check checked}.
     */
    public void reportUnknownKeys(ConfigProblem.Severity severity) {
        reportUnknownKeys(severity, Set.of());
    }

    /** Does the same, and takes these keys for known as well, in all spellings. */
    public void reportUnknownKeys(ConfigProblem.Severity severity, Set<String> others) {
        unread().forEach((key, value) -> {
            if (declared.has(key)) {
                check(key);
            } else if (KeySpelling.of(key).stream().noneMatch(others::contains)) {
                problems.add(
                        severity,
                        () -> ConfigProblem.error(
                                        path.key(key),
                                        value.position(),
                                        "unknown key [" + key + "]",
                                        didYouMean(key, Stream.concat(names(), others.stream())))
                                .withSeverity(severity));
            }
        });
    }

    private Stream<String> names() {
        return Stream.concat(known.values().stream().flatMap(List::stream), declared.names());
    }

    /** Returns the hint of a message about an unknown key that is a near match of this one; empty if it is none. */
    public String didYouMean(String unknown, String key) {
        return didYouMean(unknown, Stream.of(key));
    }

    /** Proposes keys as the unknown one is spelled; if that does not show, as the keys around it are. */
    private String didYouMean(String unknown, Stream<String> keys) {
        Optional<KeySpelling> spelling = KeySpelling.find(unknown).or(this::spelling);
        return ConfigProblem.didYouMean(
                unknown,
                keys.map(key -> spelling.map(found -> found.write(key)).orElse(key))
                        .collect(ImmutableSet.toImmutableSet()));
    }

    private Optional<KeySpelling> spelling() {
        return object.keys().stream()
                .flatMap(key -> KeySpelling.find(key).stream())
                .findFirst()
                .or(() -> parent.flatMap(ConfigSection::spelling));
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
        return !isComment(key) && !known.containsKey(KeySpelling.camelCase(key));
    }

    /** Returns whether a key begins as those of comments and schema references do: with an underscore, a dollar sign or two slashes. */
    public static boolean isComment(String key) {
        return key.startsWith("_") || key.startsWith("$") || key.startsWith("//");
    }

    private Optional<String> spelled(String key) {
        return object.indexOf(key) >= 0
                ? Optional.of(key)
                : known.getOrDefault(KeySpelling.camelCase(key), List.of(key)).stream()
                        .flatMap(name -> present(name).stream())
                        .findFirst();
    }

    /** Returns the keys of the object that are spellings of this name, the one in camelCase first. */
    private List<String> present(String name) {
        List<String> present = new ArrayList<>();
        addPresent(KeySpelling.camelCase(name), present);
        return present;
    }

    private void addPresent(String camelCase, List<String> present) {
        if (otherSpellings == null) {
            otherSpellings = KeySpelling.otherThanCamelCase(object.keys());
        }
        if (object.indexOf(camelCase) >= 0) {
            present.add(camelCase);
        }
        if (!otherSpellings.isEmpty()) {
            present.addAll(otherSpellings.get(camelCase));
        }
    }

    private Optional<Member> member(String key, String... earlier) {
        return member(declared.namesOf(key, earlier));
    }

    private Optional<Member> member(ConfigNode.Kind kind, String key, String... earlier) {
        return member(declared.namesOf(kind, key, earlier));
    }

    private Optional<Member> member(List<String> names) {
        List<String> present = new ArrayList<>();
        boolean first = false;
        for (String name : names) {
            String camelCase = KeySpelling.camelCase(name);
            addPresent(camelCase, present);
            first |= known.putIfAbsent(camelCase, names) == null;
        }
        if (present.size() > 1 && first) {
            error(present.get(1), "two spellings of one key", "[" + present.get(0) + "] is there too, keep one");
        }
        return present.isEmpty()
                ? Optional.empty()
                : member(object.find(present.get(0)).orElseThrow(), present.get(0));
    }

    private <T> List<T> elements(Optional<Member> member, Function<Member, Optional<T>> reading) {
        ImmutableList.Builder<T> elements = ImmutableList.builder();
        member.ifPresent(list -> list.elements(problems)
                .forEach(element -> reading.apply(element).ifPresent(elements::add)));
        return elements.build();
    }

    private Optional<ConfigSection> section(Member member, ConfigType type) {
        return section(member, Optional.of(this), type);
    }

    private Optional<ConfigSection> section(Member member, Optional<ConfigSection> around, ConfigType type) {
        return member.require(ConfigObject.class, ConfigNode.Kind.OBJECT, problems)
                .map(found -> new ConfigSection(found, member.path(), problems, around, Declared.of(type)));
    }

    private void check(Member member, ConfigType type) {
        Optional<ConfigType> found = ConfigType.alternatives(type)
                .filter(one -> ConfigType.admits(one, member.node().kind()))
                .findFirst();
        if (found.isPresent()) {
            checkContent(member, found.get());
        } else if (!member.isUnresolved(problems)) {
            member.mismatch(Declared.expectation(type), type.equals(ConfigType.BOOLEAN), problems);
        }
    }

    private void checkContent(Member member, ConfigType type) {
        if (type instanceof ConfigType.IntegerRange) {
            member.integer(type, problems);
        } else if (type instanceof ConfigType.ListOf list) {
            elements(Optional.of(member), element -> {
                check(element, list.element());
                return Optional.empty();
            });
        } else if (ConfigType.admits(type, ConfigNode.Kind.OBJECT) && !type.equals(ConfigType.ANYTHING)) {
            section(member, type).ifPresent(ConfigSection::checkMembers);
        } else if (!type.equals(ConfigType.ANYTHING)) {
            member.isUnresolved(problems);
        }
    }

    private void checkMembers() {
        object.keys().stream()
                .filter(key -> !isComment(key) && declared.has(key))
                .forEach(this::check);
    }
}
