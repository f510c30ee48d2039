// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.agentreload.core.config.JsonText;
import java.util.List;
import java.util.Map;

/**
 * The models of a {@link StubModelServer}, in the shapes in which servers list them. <em>Immutable.</em>
 *
 * @param ids the models
 * @param pageSize how many stand on a page of OpenAI's shape
 */
record StubListing(ImmutableList<String> ids, int pageSize) {

    static boolean isListed(StubExchange exchange) {
        return isOllama(exchange) || exchange.path().endsWith("/models");
    }

    private static boolean isOllama(StubExchange exchange) {
        return exchange.path().endsWith("/api/tags");
    }

    String page(StubExchange exchange) {
        if (isOllama(exchange)) {
            return JsonText.compact(ImmutableMap.of("models", entries("name", ids)));
        }
        String after = exchange.parameters().get("after");
        List<String> rest = after == null ? ids : ids.subList(ids.indexOf(after) + 1, ids.size());
        List<String> page = ImmutableList.copyOf(Iterables.limit(rest, pageSize));
        ImmutableMap.Builder<String, Object> body =
                ImmutableMap.<String, Object>builder().put("object", "list").put("data", entries("id", page));
        if (page.size() < rest.size()) {
            body.put("has_more", true).put("last_id", page.get(page.size() - 1));
        }
        return JsonText.compact(body.buildOrThrow());
    }

    private static List<Map<String, Object>> entries(String key, List<String> names) {
        return names.stream()
                .<Map<String, Object>>map(name -> ImmutableMap.of(key, name, "owned_by", "stub", "size", 1))
                .toList();
    }
}
