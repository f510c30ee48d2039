// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * The children of a container under change, in order.
 *
 * <p>A child keeps its handle wherever it moves, so it is replaced and removed without a search. A place is found by a cursor
 * that walks on from where it stood last: a run of additions in order costs one pass over the children, not one each.
 * <em>Not safe for use by multiple threads.</em>
 */
final class Children {

    private final Runnable onVisit;

    /** Closes the ring: stands after the last child and before the first. */
    private final Child end = new Child("", "end");

    private int size;
    private Child cursor = end;

    /** The number of children before the cursor. */
    private int position;

    /**
     * Creates an empty list.
     *
     * @param onVisit called for every child that is looked at on the way to another
     */
    Children(Runnable onVisit) {
        this.onVisit = onVisit;
    }

    /** One child and its place among its siblings. */
    static final class Child {

        final String name;

        /** A node, or a container under change. */
        Object value;

        private Child previous = this;
        private Child next = this;
        private boolean isBeforeCursor;

        /**
         * Creates a child that has no place yet.
         *
         * @param name the key of a member; empty for the element of a list
         */
        Child(String name, Object value) {
            this.name = name;
            this.value = value;
        }

        /** Returns whether the cursor stands behind this. */
        boolean isBeforeCursor() {
            return isBeforeCursor;
        }
    }

    int size() {
        return size;
    }

    /** Returns the child at this index, which must be one. */
    Child at(int index) {
        moveTo(index);
        return cursor;
    }

    /** Moves the cursor before the child at this index; beyond the end, behind the last. */
    void moveTo(int index) {
        while (position < index && position < size) {
            cursor.isBeforeCursor = true;
            cursor = cursor.next;
            position++;
            onVisit.run();
        }
        while (position > index) {
            cursor = cursor.previous;
            cursor.isBeforeCursor = false;
            position--;
            onVisit.run();
        }
    }

    /** Adds a child where the cursor is, which then stands before it. */
    void add(Child child) {
        link(cursor.previous, child);
        cursor = child;
    }

    /** Adds a child directly after one that does not stand before the cursor. */
    void addAfter(Child child, Child added) {
        link(child, added);
    }

    void remove(Child child) {
        if (child.isBeforeCursor) {
            position--;
        } else if (child.equals(cursor)) {
            cursor = child.next;
        }
        child.previous.next = child.next;
        child.next.previous = child.previous;
        size--;
    }

    /** Puts the children into this order, which must have each of them once. */
    void reorder(Collection<Child> order) {
        end.previous = end;
        end.next = end;
        size = 0;
        for (Child child : order) {
            child.isBeforeCursor = false;
            link(end.previous, child);
        }
        cursor = end.next;
        position = 0;
    }

    void forEach(Consumer<Child> action) {
        for (Child child = end.next; !child.equals(end); child = child.next) {
            onVisit.run();
            action.accept(child);
        }
    }

    private void link(Child previous, Child child) {
        child.previous = previous;
        child.next = previous.next;
        previous.next.previous = child;
        previous.next = child;
        size++;
    }
}
