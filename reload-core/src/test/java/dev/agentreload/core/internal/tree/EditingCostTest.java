// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four times as many changes may cost four times as much: counted in children that are looked at, not in time. */
class EditingCostTest {

    private static final int FEW = 200;
    private static final int GROWTH = 4;

    /** All of the rows of a container are changed one by one, in the order of a diff. */
    enum Edit {
        REPLACE_BELOW_ELEMENTS {
            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.replace(element(i).key("n"), NEW);
                }
            }
        },
        ADD_BEFORE_EACH_ELEMENT {
            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.add(element(rows + i), row("id", rows + i), 2 * i);
                }
            }
        },
        REMOVE_ELEMENTS {
            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.remove(element(i));
                }
            }
        },
        REMOVE_THEN_ADD_ELEMENTS {
            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i += 2) {
                    editor.remove(element(i));
                }
                for (int i = 0; i < rows; i += 2) {
                    editor.add(element(rows + i), row("id", rows + i), i);
                }
            }
        },
        REORDER {
            @Override
            void all(DocumentEditor editor, int rows) {
                List<PathSegment.Identity> order = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    order.add(identity(i, 0));
                }
                Collections.reverse(order);
                editor.reorder(LIST, order);
            }
        },
        REMOVE_ELEMENTS_THAT_SHARE_AN_IDENTITY {
            @Override
            String content(int rows) {
                return sameIds(rows);
            }

            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = rows - 1; i > 0; i--) {
                    editor.remove(LIST.then(identity(0, i)));
                }
            }
        },
        ADD_ELEMENTS_THAT_SHARE_AN_IDENTITY {
            @Override
            String content(int rows) {
                return sameIds(rows);
            }

            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.add(LIST.then(identity(0, rows + i)), row("id", 0), i);
                }
            }
        },
        REPLACE_BY_INDEX {
            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = rows - 1; i >= 0; i--) {
                    editor.replace(LIST.index(i), NEW);
                }
            }
        },
        REPLACE_MEMBERS {
            @Override
            String content(int rows) {
                return object(rows);
            }

            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.replace(LIST.key("k" + i), NEW);
                }
            }
        },
        ADD_BEFORE_EACH_MEMBER {
            @Override
            String content(int rows) {
                return object(rows);
            }

            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = 0; i < rows; i++) {
                    editor.add(LIST.key("n" + i), NEW, 2 * i);
                }
            }
        },
        REMOVE_MEMBERS {
            @Override
            String content(int rows) {
                return object(rows);
            }

            @Override
            void all(DocumentEditor editor, int rows) {
                for (int i = rows - 1; i >= 0; i--) {
                    editor.remove(LIST.key("k" + i));
                }
            }
        };

        private static final ConfigPath LIST = ConfigPath.of("list");
        private static final ConfigNode NEW =
                ConfigDocument.parse("x", "{a: 'new'}").root().value(0);

        String content(int rows) {
            return list(rows);
        }

        abstract void all(DocumentEditor editor, int rows);

        long visits(int rows) {
            DocumentEditor editor = new DocumentEditor(ConfigDocument.parse("c", content(rows)));
            all(editor, rows);
            editor.toDocument();
            return editor.visits();
        }

        private static String list(int rows) {
            return text("[", rows, i -> "{id: 'k" + i + "', n: 1}", "]");
        }

        private static String sameIds(int rows) {
            return text("[", rows, i -> "{id: 'k0', n: " + i + "}", "]");
        }

        private static String object(int rows) {
            return text("{", rows, i -> "k" + i + ": 1", "}");
        }

        private static String text(String open, int rows, IntFunction<String> row, String close) {
            return IntStream.range(0, rows)
                    .mapToObj(row)
                    .collect(Collectors.joining(",", "{list: " + open, close + "}"));
        }

        private static ConfigNode row(String key, int number) {
            return ConfigDocument.parse("x", "{a: {" + key + ": 'k" + number + "'}}")
                    .root()
                    .value(0);
        }

        private static PathSegment.Identity identity(int number, int occurrence) {
            return new PathSegment.Identity("id", ConfigNode.Kind.STRING, "k" + number, occurrence);
        }

        private static ConfigPath element(int number) {
            return LIST.then(identity(number, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void visits_moreChanges_growNoFasterThanTheirNumber(Edit edit) {
        long few = edit.visits(FEW);

        assertThat(few).isGreaterThanOrEqualTo(FEW / 2);
        assertThat(edit.visits(FEW * GROWTH)).isLessThanOrEqualTo((GROWTH + 1) * few);
    }
}
