// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.internal.tree.IncludedNodes;
import dev.agentreload.core.internal.tree.LocatedNode;
import dev.agentreload.core.internal.tree.Navigation;
import dev.agentreload.core.internal.tree.TreeDocument;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a configuration file with the files that it includes, or a section of it. <em>Not safe for use by multiple threads.</em> */
final class IncludedFiles {

    private static final int MOST_NESTED = 10;

    private final FileSet files;
    private final Function<Path, DocumentFormat> formats;
    private final ConfigReader reader;
    private final ConfigReader fragments;
    private final String name;
    private final ConfigPath section;
    private final boolean includes;
    private final ImmutableList.Builder<ConfigProblem> warnings = ImmutableList.builder();

    /**
     * Creates the reading of one state of the files.
     *
     * @param formats returns the format of a file
     * @param reader reads the whole
     * @param name the name of the configuration file
     * @param section where in the file the document stands
     * @param includes whether the file may include others
     */
    IncludedFiles(
            FileSet files,
            Function<Path, DocumentFormat> formats,
            ConfigReader reader,
            String name,
            ConfigPath section,
            boolean includes) {
        this.files = files;
        this.formats = formats;
        this.reader = reader;
        this.fragments = reader.toBuilder()
                .placeholders(PlaceholderResolver.none())
                .fragments()
                .build();
        this.name = name;
        this.section = section;
        this.includes = includes;
    }

    /** Returns the document that the file, which is of this format, makes with all that it includes. */
    ReadResult read(DocumentFormat format, byte[] content) {
        ReadResult main = format.read(fragments, name, content);
        if (!(main instanceof ReadResult.Success read)) {
            return main;
        }
        warnings.addAll(main.problems());
        ConfigNode root = IncludedNodes.fragment(read.document());
        if (includes) {
            IncludedNodes nodes = new IncludedNodes(new Directory(List.of(files.realFile())));
            root = nodes.expand(root);
            if (nodes.problems().hasErrors()) {
                return new ReadResult.Refused(nodes.problems().problems());
            }
        }
        return section.isRoot() ? reader.read(name, root, warnings.build()) : section(root);
    }

    /** What else is in the file belongs to other programs, which may well mean something else by it. */
    private ReadResult section(ConfigNode root) {
        ConfigNode node = Navigation.find(root, section);
        if (node == null) {
            return new ReadResult.Refused(List.of(new LocatedNode(ConfigPath.root(), root)
                    .problem(section, "no section [" + section + "]", "expected an object there")));
        }
        List<ConfigProblem> others = warnings.build().stream()
                .filter(warning -> warning.path().startsWith(section))
                .toList();
        return TreeDocument.inSection(reader.read(name, node, List.of()), section, others);
    }

    /** Opens files for the last one of those that include each other. */
    private final class Directory implements IncludedNodes.Files {

        private final List<Path> chain;

        Directory(List<Path> chain) {
            this.chain = chain;
        }

        @Override
        public IncludedNodes.@Nullable Included open(String written, LocatedNode place, ProblemCollector problems) {
            Path target = target(written, place, problems);
            if (target == null) {
                return null;
            }
            FileContent content = files.include(target, reader.limits().bytes());
            if (content instanceof FileContent.Absent absent) {
                return refuse(place, problems, absent.problem(), absent.expectation());
            }
            String shown = files.directory().relativize(target).toString();
            byte[] bytes = ((FileContent.Found) content).bytes().array();
            ReadResult read = formats.apply(target).read(fragments, shown, bytes);
            if (read instanceof ReadResult.Success success) {
                read.problems().forEach(warning -> warnings.add(warning.within(place.path())));
                ImmutableList<Path> longer =
                        ImmutableList.<Path>builder().addAll(chain).add(target).build();
                return new IncludedNodes.Included(IncludedNodes.fragment(success.document()), new Directory(longer));
            }
            read.problems().forEach(problem -> problems.add(problem.within(place.path())));
            return null;
        }

        private @Nullable Path target(String written, LocatedNode place, ProblemCollector problems) {
            Path directory = files.directory();
            Path target;
            try {
                target = chain.get(chain.size() - 1).resolveSibling(written).normalize();
            } catch (InvalidPathException e) {
                refuse(place, problems, "[" + written + "] is no valid path", "expected the path of a file");
                return null;
            }
            if (!FileSet.lies(target, directory)) {
                refuse(
                        place,
                        problems,
                        "file [" + target + "] lies outside of [" + directory + "]",
                        "expected a file in the directory of [" + name + "]");
                return null;
            }
            if (chain.contains(target)) {
                refuse(place, problems, "file [" + target + "] includes itself", "expected no circle of files");
                return null;
            }
            if (chain.size() > MOST_NESTED) {
                refuse(place, problems, "files include each other too deep", "expected at most " + MOST_NESTED);
                return null;
            }
            return target;
        }

        private IncludedNodes.@Nullable Included refuse(
                LocatedNode place, ProblemCollector problems, String message, String expectation) {
            problems.add(ConfigProblem.error(
                    place.path().key(IncludedNodes.KEY), place.node().position(), message, expectation));
            return null;
        }
    }
}
