// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds bindings to an account that its channel does not list, such as the id of a chat in the place of an account, and to a
 * channel that resembles one of the file's.
 */
final class AccountCheck {

    private static final ConfigPath CHANNELS = ConfigPath.of("channels");
    private static final ConfigPath CHANNEL_LIST = ConfigPath.of("channel_list");
    private static final int MOST_SHOWN = 5;

    private final ConfigDocument document;
    private final ProblemCollector problems;
    private final Map<String, Set<String>> accounts = new HashMap<>();
    private final Set<String> channels = new TreeSet<>();

    /** The hint for each channel that bindings name, empty if there is nothing to say. */
    private final Map<String, String> hints = new HashMap<>();

    AccountCheck(ConfigDocument document, ProblemCollector problems) {
        this.document = document;
        this.problems = problems;
        object(CHANNELS).ifPresent(section -> section.keys().forEach(this::collect));
        for (ConfigPath path : List.of(CHANNELS, CHANNEL_LIST)) {
            object(path)
                    .ifPresent(section -> section.keys().forEach(name -> channels.add(RouteRequest.normalize(name))));
        }
    }

    private void collect(String channel) {
        object(CHANNELS.key(channel).key("accounts")).ifPresent(listed -> {
            Set<String> names = new TreeSet<>();
            listed.keys().forEach(name -> names.add(RouteRequest.account(name)));
            accounts.put(RouteRequest.normalize(channel), names);
        });
    }

    void check(List<Binding> bindings) {
        if (!channels.isEmpty()) {
            bindings.forEach(this::check);
        }
    }

    private void check(Binding binding) {
        BindingMatch match = binding.match();
        String near = hints.computeIfAbsent(match.channel(), this::channelHint);
        if (!near.isEmpty()) {
            ConfigPath path = place(binding.path().key("match"), "channel");
            problems.add(ConfigProblem.warning(
                    path, document.nearestPosition(path), "unknown channel [" + match.channel() + "]", near));
        }
        Set<String> known = accounts.getOrDefault(match.channel(), Set.of());
        boolean named = !match.isAnyAccount() && !match.accountId().equals(RouteRequest.DEFAULT_ACCOUNT);
        if (named && !known.isEmpty() && !known.contains(match.accountId())) {
            ConfigPath path = place(binding.path().key("match"), "accountId");
            Optional<ConfigNode> node = document.find(path);
            String shown = node.filter(ConfigNode::isSecret).isPresent() ? "***" : match.accountId();
            problems.add(ConfigProblem.warning(
                    path,
                    document.nearestPosition(path),
                    "channel [" + match.channel() + "] has no account [" + shown + "]",
                    hint(match.accountId(), known)));
        }
    }

    private String channelHint(String channel) {
        return channels.contains(channel) ? "" : ConfigProblem.didYouMean(channel, channels);
    }

    private ConfigPath place(ConfigPath match, String key) {
        return ConfigSection.find(document, match, problems)
                .map(section -> section.pathOf(key))
                .orElse(match);
    }

    private static String hint(String account, Set<String> known) {
        String near = ConfigProblem.didYouMean(account, known);
        String some =
                known.stream().limit(MOST_SHOWN).map(name -> "[" + name + "]").collect(Collectors.joining(", "));
        String more = known.size() > MOST_SHOWN ? " and " + (known.size() - MOST_SHOWN) + " more" : "";
        return near.isEmpty() ? "it has " + some + more + "; a chat is named by [peer]" : near;
    }

    private Optional<ConfigObject> object(ConfigPath path) {
        return document.find(path).filter(ConfigObject.class::isInstance).map(ConfigObject.class::cast);
    }
}
