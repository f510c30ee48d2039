// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value as it is written. An alias is the node it names: what is written once exists once. */
abstract sealed class YamlNode {

    private final long position;

    private YamlNode(long position) {
        this.position = position;
    }

    /** Returns the packed position of the value, after its anchor and tag. */
    long position() {
        return position;
    }

    /** Returns how many values this is once all aliases below it are expanded. */
    abstract long expandedSize();

    /** Adds this to a tree, with all aliases expanded. */
    abstract void addTo(TreeBuilder builder);

    /**
     * Takes in what was built of this value in one of its places, where it may be secret. Returns whether some value is secret
     * in one place and shown in another.
     */
    abstract boolean recordUse(ConfigNode built);

    /** Returns the path of what is written last in this value. */
    ConfigPath last(ConfigPath path) {
        return path;
    }

    /** What a value without members is. */
    enum ScalarType {
        TEXT,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    /** A value that is no container. */
    static final class Scalar extends YamlNode {

        /** Numbers this short fit a long. */
        private static final int LONG_DIGITS = 18;

        private final ScalarType type;
        private final String text;
        private boolean secret;
        private boolean shown;

        Scalar(long position, ScalarType type, String text) {
            super(position);
            this.type = type;
            this.text = text;
        }

        /** Returns the text; of a number, its decimal form. */
        String text() {
            return text;
        }

        /** Returns whether it is secret in one of its places. */
        boolean isSecret() {
            return secret;
        }

        @Override
        long expandedSize() {
            return 1;
        }

        @Override
        boolean recordUse(ConfigNode built) {
            secret |= built.isSecret();
            shown |= !built.isSecret();
            return secret && shown;
        }

        /** A value that is secret in one place is so in all others. */
        @Override
        void addTo(TreeBuilder builder) {
            if (secret) {
                builder.secret(() -> add(builder));
            } else {
                add(builder);
            }
        }

        private void add(TreeBuilder builder) {
            switch (type) {
                case TEXT -> builder.string(text, position());
                case NUMBER -> number(builder);
                case TRUE, FALSE -> builder.booleanValue(type == ScalarType.TRUE, position());
                case NULL -> builder.nullValue(position());
            }
        }

        private void number(TreeBuilder builder) {
            boolean whole = text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
            if (whole && text.length() <= LONG_DIGITS) {
                builder.number(Long.parseLong(text), position());
            } else {
                builder.number(text, position());
            }
        }
    }

    /** A list. */
    static final class Sequence extends YamlNode {

        private final List<YamlNode> elements = new ArrayList<>();
        private long expandedSize = 1;

        Sequence(long position) {
            super(position);
        }

        void add(YamlNode element) {
            elements.add(element);
            expandedSize += element.expandedSize();
        }

        List<YamlNode> elements() {
            return elements;
        }

        @Override
        long expandedSize() {
            return expandedSize;
        }

        @Override
        ConfigPath last(ConfigPath path) {
            int last = elements.size() - 1;
            return last < 0 ? path : elements.get(last).last(path.index(last));
        }

        @Override
        void addTo(TreeBuilder builder) {
            if (builder.startArray(position())) {
                for (YamlNode element : elements) {
                    element.addTo(builder);
                }
                builder.end();
            }
        }

        @Override
        boolean recordUse(ConfigNode built) {
            boolean mixed = false;
            // It is null where it lies too deep, and another list where its key stands twice.
            if (built instanceof ConfigArray array && array.size() == elements.size()) {
                for (int i = 0; i < elements.size(); i++) {
                    mixed |= elements.get(i).recordUse(array.element(i));
                }
            }
            return mixed;
        }
    }

    /** An object. */
    static final class Mapping extends YamlNode {

        private List<Member> members = new ArrayList<>();
        private long expandedSize = 1;

        Mapping(long position) {
            super(position);
        }

        void add(Member member) {
            members.add(member);
            expandedSize += member.value().expandedSize();
        }

        /** Puts the members of other objects before its own. Its own keys win, then those of an earlier object. */
        void merge(List<Mapping> sources) {
            Map<String, Member> merged = new LinkedHashMap<>();
            for (Mapping source : sources) {
                Map<String, Member> last = new LinkedHashMap<>();
                source.members.forEach(member -> last.put(member.key(), member));
                last.forEach(merged::putIfAbsent);
            }
            members.forEach(own -> merged.remove(own.key()));
            List<Member> own = members;
            members = new ArrayList<>(merged.size() + own.size());
            merged.values().forEach(this::add);
            members.addAll(own);
        }

        @Override
        long expandedSize() {
            return expandedSize;
        }

        @Override
        ConfigPath last(ConfigPath path) {
            if (members.isEmpty()) {
                return path;
            }
            Member last = members.get(members.size() - 1);
            return last.value().last(path.key(last.key()));
        }

        @Override
        void addTo(TreeBuilder builder) {
            if (builder.startObject(position())) {
                for (Member member : members) {
                    builder.key(member.key(), member.position());
                    member.value().addTo(builder);
                }
                builder.end();
            }
        }

        @Override
        boolean recordUse(ConfigNode built) {
            boolean mixed = false;
            if (built instanceof ConfigObject object) { // null where it lies too deep
                for (Member member : members) {
                    Optional<ConfigNode> value = object.find(member.key());
                    mixed |= value.isPresent() && member.value().recordUse(value.get());
                }
            }
            return mixed;
        }
    }

    /**
     * A key and its value.
     *
     * @param position the packed position of the key
     */
    record Member(String key, long position, YamlNode value) {}
}
