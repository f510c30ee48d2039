// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.base.Ascii;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Finds the names that may have been meant, by edit distance. */
public final class NearMatches {

    private static final int MOST_SHOWN = 3;

    /** One typing error in every this many characters still resembles. */
    private static final int CHARACTERS_PER_ERROR = 3;

    /** Longer names are not compared, so that a hostile file cannot make messages expensive. */
    private static final int LONGEST = 100;

    /** More candidates than this are not searched, for the same reason. */
    private static final int MOST_CANDIDATES = 10_000;

    private NearMatches() {}

    public static String hint(String unknown, Collection<String> known) {
        String matches = known.stream()
                .limit(MOST_CANDIDATES)
                .distinct()
                .filter(name -> resembles(unknown, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(unknown, name))
                        .thenComparing(name -> name))
                .limit(MOST_SHOWN)
                .map(name -> "[" + name + "]")
                .collect(Collectors.joining(" or "));
        return matches.isEmpty() ? "" : "did you mean " + matches + "?";
    }

    private static boolean resembles(String unknown, String name) {
        int longest = Math.max(unknown.length(), name.length());
        int allowed = Math.max(1, longest / CHARACTERS_PER_ERROR);
        return longest <= LONGEST
                && longest > 1
                && Math.abs(unknown.length() - name.length()) <= allowed
                && distance(unknown, name) <= allowed;
    }

    /** Returns whether one typing error makes one of the other: a letter too many, too few or wrong, or two swapped. */
    public static boolean differInOne(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 1) {
            return false;
        }
        int i = 0;
        while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        String left = a.substring(i);
        String right = b.substring(i);
        return left.length() == right.length()
                ? left.isEmpty() || areOneApart(left, right)
                : cutFirst(left.length() > right.length() ? left : right)
                        .equals(left.length() > right.length() ? right : left);
    }

    private static boolean areOneApart(String left, String right) {
        return cutFirst(left).equals(cutFirst(right))
                || (left.length() > 1
                        && left.charAt(0) == right.charAt(1)
                        && left.charAt(1) == right.charAt(0)
                        && left.substring(2).equals(right.substring(2)));
    }

    private static String cutFirst(String text) {
        return text.substring(1);
    }

    /** Levenshtein's distance with swapped neighbours as one error, ignoring case. */
    private static int distance(String a, String b) {
        String left = Ascii.toLowerCase(a);
        String right = Ascii.toLowerCase(b);
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = Math.min(i, j) == 0 ? i + j : cheapest(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapest(int[][] cost, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
