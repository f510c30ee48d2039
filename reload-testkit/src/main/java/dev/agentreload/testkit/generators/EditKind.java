// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

/** What a generated edit does to a configuration. */
public enum EditKind {
    /** Adds a member to an object or an element to a list. */
    ADD,
    /** Removes a member or an element, with all that is below it. */
    REMOVE,
    /** Puts another string, number, boolean or null in the place of one. */
    REPLACE,
    /** Turns the elements of a list round. */
    REORDER,
    /** Puts a value of another type in the place of one. */
    CHANGE_TYPE,
    /** Gives a member another key. */
    RENAME,
    /** Writes everything anew, with other key order, spacing and number spelling: nothing changes. */
    REWRITE
}
