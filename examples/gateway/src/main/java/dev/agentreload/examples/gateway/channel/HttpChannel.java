// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The HTTP channel. A new port is bound beside the old one before anything is switched, so a port that is taken refuses the
 * reload and interrupts no answer. So is another host with the same port, where the system lets two sockets share one. A new token
 * or certificate takes its place in the running server. What an old server answers it ends.
 */
public final class HttpChannel implements ReloadParticipant {

    /** The channel's id. */
    public static final String NAME = "http";

    private static final ReloadAction RESTART = new ReloadAction.RestartChannel(NAME);

    private final Consumer<JavalinConfig> routes;
    private final HttpLimits limits;
    private final LeaseFactory leases;
    private final InstantSource clock;
    private final Consumer<String> output;

    /** Read once by each request; written by one transaction at a time. */
    private volatile Optional<HttpServer> server = Optional.empty();

    /**
     * Creates the channel, which does not run.
     *
     * @param host returns who answers, once there is a request
     * @param runtime its executor closes servers that were replaced; by its clock certificates are valid
     * @param output receives where it listens
     */
    public HttpChannel(Supplier<HttpHost> host, Hooks hooks, HostRuntime runtime, Consumer<String> output) {
        this(host, hooks, runtime, output, HttpLimits.standard());
    }

    HttpChannel(Supplier<HttpHost> host, Hooks hooks, HostRuntime runtime, Consumer<String> output, HttpLimits limits) {
        this.routes = new HttpRoutes(host, hooks)::register;
        this.limits = limits;
        this.leases = LeaseFactory.of(runtime);
        this.clock = runtime.clock();
        this.output = output;
    }

    /** Returns where it listens; empty if the configuration has no such channel. */
    public Optional<URI> address() {
        return server.map(HttpServer::address);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.equals(RESTART);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector problems = new ProblemCollector();
        read(context.target(), problems)
                .filter(this::needsASharedPort)
                .ifPresent(settings -> problems.add(cannotMove(settings, context.target())));
        return problems.inSourceOrder();
    }

    private Optional<HttpSettings> read(ConfigDocument document, ProblemCollector problems) {
        Optional<HttpSettings> settings = HttpSettings.read(document, problems);
        settings.flatMap(HttpSettings::tls).ifPresent(tls -> tls.checkTime(clock.instant(), document, problems));
        if (!problems.hasErrors()) {
            server.flatMap(before -> settings.filter(before::speaksOtherwise))
                    .ifPresent(requested -> problems.add(cannotChange(requested, document)));
        }
        return settings;
    }

    /** A caller could not say which of the two would answer. */
    private static ConfigProblem cannotChange(HttpSettings requested, ConfigDocument document) {
        ConfigPath path = HttpSettings.PATH.key(TlsSettings.NAME);
        String change = requested.tls().isPresent() ? "from plain HTTP to TLS" : "from TLS to plain HTTP";
        return ConfigProblem.error(
                path,
                document.nearestPosition(path),
                "port [" + requested.port() + "] cannot change " + change + " while it is in use",
                "expected another port, too, or a restart");
    }

    /** The old socket stays until the new one is there, and not every system lets two have one port. */
    private boolean needsASharedPort(HttpSettings requested) {
        return server.filter(
                        before -> before.hasPortOf(requested) && !before.isBoundTo(requested) && !before.canSharePort())
                .isPresent();
    }

    private static ConfigProblem cannotMove(HttpSettings requested, ConfigDocument document) {
        ConfigPath path = ConfigPath.of("channels", NAME, "host");
        return ConfigProblem.error(
                path,
                document.nearestPosition(path),
                "this system cannot bind [" + requested.host() + "] while the port is in use",
                "expected another port, too, or a restart");
    }

    @Override
    public Prepared prepare(ReloadContext context) throws IOException {
        ProblemCollector problems = new ProblemCollector();
        Optional<HttpSettings> settings = read(context.target(), problems);
        if (problems.hasErrors()) { // never opened with what is left of them
            throw new IOException(problems.inSourceOrder().stream()
                    .filter(ConfigProblem::isError)
                    .findFirst()
                    .orElseThrow()
                    .toString());
        }
        Optional<HttpServer> before = server;
        if (settings.isPresent() && before.isPresent() && before.get().canStayFor(settings.get())) {
            return new ChangedSettings(before.get(), before.get().prepare(settings.get()));
        }
        return settings.isPresent()
                ? new Replaced(before, Optional.of(bind(settings.get(), context.target())))
                : new Replaced(before, Optional.empty());
    }

    private HttpServer bind(HttpSettings settings, ConfigDocument document) throws IOException {
        try {
            Optional<HttpServer> beside = server.filter(before -> before.hasPortOf(settings));
            return beside.isPresent()
                    ? beside.get().bindBeside(settings, routes, leases)
                    : HttpServer.bind(settings, limits, routes, leases);
        } catch (IOException e) {
            throw new IOException("cannot listen on [" + settings.host() + ":" + settings.port() + "] at "
                    + HttpSettings.PATH + " (" + document.nearestPosition(HttpSettings.PATH) + "): " + e.getMessage());
        }
    }

    @Override
    public void retireAll(RetiredResources retired) {
        Optional<HttpServer> last = server;
        server = Optional.empty();
        last.map(HttpServer::leased).ifPresent(retired::add);
    }

    /** Another server, or none. */
    private final class Replaced implements Prepared {

        private final Optional<HttpServer> before;
        private final Optional<HttpServer> after;

        Replaced(Optional<HttpServer> before, Optional<HttpServer> after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public void commit(RetiredResources retired) {
            after.ifPresent(HttpServer::open);
            server = after;
            if (after.isPresent()) {
                before.ifPresent(HttpServer::handOver);
            }
            before.map(HttpServer::leased).ifPresent(retired::add);
            after.ifPresent(opened -> output.accept("http: listening on " + opened.address()));
        }

        @Override
        public void rollback(RetiredResources retired) {
            server = before;
            after.map(HttpServer::leased).ifPresent(retired::add);
        }

        @Override
        public void discard() {
            after.ifPresent(unused -> unused.leased().retire());
        }
    }

    /** The same server with another token or certificate. */
    private static final class ChangedSettings implements Prepared {

        private final HttpServer server;
        private final Served before;
        private final Served after;

        ChangedSettings(HttpServer server, Served after) {
            this.server = server;
            this.before = server.served();
            this.after = after;
        }

        @Override
        public void commit(RetiredResources retired) {
            server.serve(after);
        }

        @Override
        public void rollback(RetiredResources retired) {
            server.serve(before);
        }

        @Override
        public void discard() {}
    }
}
