// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.models.ProviderDefinition;
import java.util.List;
import java.util.Optional;

/** How servers of one kind list their models. */
sealed interface ListingProtocol permits OpenAiListing, OllamaListing {

    /** Returns the kinds of providers whose servers do it this way. */
    List<String> kinds();

    /** Returns where a provider is asked that names no endpoint, if there is such a place. */
    Optional<String> defaultEndpoint(ProviderDefinition definition);

    /** Returns where the models are, or the first page of them. */
    Endpoint address(Endpoint base);

    /** Returns the page that this is, or empty if it is none. */
    Optional<Page> page(ConfigObject body);

    /** Returns what a page looks like, for messages. */
    String expectation();

    /**
     * A part of a list.
     *
     * @param ids the models, as the server calls them
     * @param next after which model the next part begins, if there is one
     */
    record Page(List<String> ids, Optional<String> next) {}

    /** Returns the string of this name in each element of a list; empty if the list is none or one element has no such string. */
    static Optional<List<String>> strings(ConfigObject body, String list, String name) {
        if (!(body.find(list).orElse(null) instanceof ConfigArray array)) {
            return Optional.empty();
        }
        List<String> found = array.elements().stream()
                .flatMap(element -> string(element, name).stream())
                .toList();
        return found.size() == array.size() ? Optional.of(found) : Optional.empty();
    }

    /** Returns the string of this name in an object. */
    static Optional<String> string(ConfigNode node, String name) {
        return node instanceof ConfigObject object && object.find(name).orElse(null) instanceof ConfigString string
                ? Optional.of(string.value())
                : Optional.empty();
    }
}
