package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The HTTP channel. Two of them cannot have one port, so a reload that concerns it stops the old one and starts the new one; if
 * the new one cannot start, the reload starts the old one again and reports how long the port was closed.
 */
public final class HttpChannel implements ExclusiveParticipant {

    /** The channel's id. */
    public static final String NAME = "http";

    private static final ReloadAction RESTART = new ReloadAction.RestartChannel(NAME);

    private final HttpApi api;
    private final Executor executor;
    private final Consumer<String> output;
    private volatile Optional<HttpService> service = Optional.empty();

    /**
     * Creates the channel, which does not run.
     *
     * @param executor answers requests; none that the reloader calls host code on, since requests can wait for a reload
     * @param output receives where it listens
     */
    public HttpChannel(HttpHost host, Hooks hooks, Executor executor, Consumer<String> output) {
        this.api = new HttpApi(host, hooks);
        this.executor = executor;
        this.output = output;
    }

    /**
     * Sets what the JDK's server reads once, for the whole process, from system properties: that answers are sent at once, and
     * that a request must have come in after some seconds. For main programs; values that are set already stay.
     */
    public static void configureProcess() {
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    }

    /** Returns where it listens; empty if the configuration has no such channel. */
    public Optional<URI> address() {
        return service.map(HttpService::address);
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
        HttpSettings.read(context.target(), problems);
        return problems.inSourceOrder();
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) throws InterruptedException {
        Optional<HttpService> stopped = service;
        service = Optional.empty();
        if (stopped.isPresent()) {
            stopped.get().stop(deadline);
        }
    }

    @Override
    public void start(ReloadContext context) throws IOException {
        ProblemCollector problems = new ProblemCollector();
        Optional<HttpSettings> settings = HttpSettings.read(context.target(), problems);
        if (problems.hasErrors()) {
            throw new IOException(problems.inSourceOrder().get(0).toString()); // never opened with what is left of them
        }
        if (settings.isPresent()) {
            HttpService started = start(settings.get(), context.target());
            service = Optional.of(started);
            output.accept("http: listening on " + started.address());
        }
    }

    private HttpService start(HttpSettings settings, ConfigDocument document) throws IOException {
        try {
            return HttpService.start(settings, api, executor);
        } catch (IOException e) {
            throw new IOException("cannot listen on port [" + settings.port() + "] at " + HttpSettings.PORT + " ("
                    + document.nearestPosition(HttpSettings.PORT) + "): " + e.getMessage());
        }
    }
}
