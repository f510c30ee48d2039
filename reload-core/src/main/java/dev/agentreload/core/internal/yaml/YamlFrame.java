// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.yaml.YamlAnchors.Anchor;
import dev.agentreload.core.internal.yaml.YamlNode.Mapping;
import dev.agentreload.core.internal.yaml.YamlNode.Member;
import dev.agentreload.core.internal.yaml.YamlNode.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list or an object that is being read. <em>Not safe for use by multiple threads.</em> */
abstract sealed class YamlFrame {

    private final @Nullable Anchor anchor;

    private YamlFrame(@Nullable Anchor anchor) {
        this.anchor = anchor;
    }

    /** Returns the value as far as it was read. */
    abstract YamlNode node();

    /** Returns the path of the value that comes next or was begun, below this path of the value itself. */
    abstract ConfigPath next(ConfigPath path);

    /** Takes the next element or value. */
    abstract void add(YamlNode value);

    /** Ends the value, so that its anchor can be used. */
    YamlNode complete() {
        if (anchor != null) {
            anchor.complete(node());
        }
        return node();
    }

    /** A list. */
    static final class Elements extends YamlFrame {

        private final Sequence sequence;

        Elements(Sequence sequence, @Nullable Anchor anchor) {
            super(anchor);
            this.sequence = sequence;
        }

        @Override
        YamlNode node() {
            return sequence;
        }

        @Override
        ConfigPath next(ConfigPath path) {
            return path.index(sequence.elements().size());
        }

        @Override
        void add(YamlNode value) {
            sequence.add(value);
        }
    }

    /** An object: keys and values take turns. */
    static final class Members extends YamlFrame {

        private final Mapping mapping;
        private @Nullable MemberKey key;
        private @Nullable List<Mapping> sources;

        Members(Mapping mapping, @Nullable Anchor anchor) {
            super(anchor);
            this.mapping = mapping;
        }

        boolean isAtKey() {
            return key == null;
        }

        boolean isAtMerge() {
            return key != null && key.kind() == MemberKey.Kind.MERGE;
        }

        void key(MemberKey next) {
            key = next;
        }

        @Nullable
        MemberKey key() {
            return key;
        }

        MemberKey requireKey() {
            return requireNonNull(key);
        }

        /** Takes the value of a merge; a second one is refused before. */
        void merge(List<Mapping> mappings) {
            sources = mappings;
            key = null;
        }

        boolean hasMerge() {
            return sources != null;
        }

        @Override
        void add(YamlNode value) {
            if (key != null && key.kind() == MemberKey.Kind.NAME) {
                mapping.add(new Member(key.name(), key.position(), value));
            }
            key = null;
        }

        @Override
        YamlNode node() {
            return mapping;
        }

        @Override
        ConfigPath next(ConfigPath path) {
            return key == null || key.kind() == MemberKey.Kind.REFUSED ? path : path.key(key.name());
        }

        @Override
        YamlNode complete() {
            if (sources != null) {
                mapping.merge(sources);
            }
            return super.complete();
        }
    }

    /**
     * What stands before a value.
     *
     * @param position its packed position
     */
    record MemberKey(Kind kind, String name, long position) {

        enum Kind {
            NAME,
            /** The two arrows that bring in members of other objects. */
            MERGE,
            /** A problem was reported, and the value is left out. */
            REFUSED
        }
    }
}
