// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import static java.util.Objects.requireNonNullElse;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The base address of a provider, in parts. <em>Immutable.</em>
 *
 * @param origin scheme, host and port, such as {@code https://api.example.com}
 * @param path without a slash at its end; may be empty
 * @param query as it is written, without a question mark; may be empty
 */
record Endpoint(String origin, String path, String query) {

    /** Such as {@code v1}, {@code v4} or {@code v1beta}. */
    private static final Pattern VERSION = Pattern.compile("v\\d+[a-z0-9]*");

    /**
     * Returns the endpoint that this text is, or empty if it is no address of a web server, or one with a user, whose password would
     * have to be sent in a way that no configuration says.
     */
    static Optional<Endpoint> parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            boolean fits = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
            return fits ? Optional.of(of(scheme, uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty(); // the caller says that it is none, without quoting it
        }
    }

    private static Endpoint of(String scheme, URI uri) {
        return new Endpoint(
                scheme + "://" + uri.getRawAuthority(),
                uri.getRawPath().replaceFirst("/+$", ""),
                requireNonNullElse(uri.getRawQuery(), ""));
    }

    /** Returns host and port, for messages. */
    String host() {
        return origin.substring(origin.indexOf("://") + 3);
    }

    /** Returns whether a segment of the path names the version of an interface. */
    boolean namesVersion() {
        return Arrays.stream(path.split("/"))
                .anyMatch(segment -> VERSION.matcher(segment).matches());
    }

    /** Returns the endpoint without this segment, if it ends in it. */
    Endpoint without(String segment) {
        return path.endsWith("/" + segment)
                ? new Endpoint(origin, path.substring(0, path.length() - segment.length() - 1), query)
                : this;
    }

    /** Returns the endpoint that goes on with this path. */
    Endpoint resolve(String relative) {
        return new Endpoint(origin, path + "/" + relative, query);
    }

    /** Returns the endpoint with one more parameter. */
    Endpoint with(String parameter, String value) {
        String added = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return new Endpoint(origin, path, query.isEmpty() ? added : query + "&" + added);
    }

    URI uri() {
        return URI.create(origin + path + (query.isEmpty() ? "" : "?" + query));
    }
}
