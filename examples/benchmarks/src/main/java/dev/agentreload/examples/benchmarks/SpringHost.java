// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
import org.springframework.cloud.bootstrap.RefreshBootstrapRegistryInitializer;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.restart.RestartListener;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Agents as refresh-scoped beans, which a Spring program makes again after each change of its configuration. Its file has what
 * {@link SampleConfigs} has, as properties.
 */
final class SpringHost implements AutoCloseable {

    private final int agents;
    private final Path file;
    private final ConfigurableApplicationContext context;
    private final ContextRefresher refresher;

    private String next;
    private String afterNext;

    /** An agent that costs nothing to make. */
    record Agent(String id, String name, String model, String workspace, String sandbox) {

        static Agent of(Environment environment, int index) {
            String prefix = "agents.list[" + index + "].";
            return new Agent(
                    environment.getRequiredProperty(prefix + "id"),
                    environment.getRequiredProperty(prefix + "name"),
                    environment.getRequiredProperty(prefix + "model"),
                    environment.getRequiredProperty(prefix + "workspace"),
                    environment.getRequiredProperty(prefix + "sandbox"));
        }
    }

    /** A program whose beans are all registered by hand. */
    static final class Program {}

    SpringHost(int agents) throws IOException {
        this.agents = agents;
        afterNext = properties(SampleConfigs.json(agents));
        next = properties(SampleConfigs.editedJson(agents));
        file = Files.createTempFile("agents", ".properties");
        Files.writeString(file, afterNext);
        context = new SpringApplicationBuilder(Program.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .listeners(new RestartListener())
                .addBootstrapRegistryInitializer(new RefreshBootstrapRegistryInitializer())
                .initializers(started -> register((GenericApplicationContext) started))
                .run("--spring.config.location=file:" + file);
        refresher = context.getBean(ContextRefresher.class);
    }

    private void register(GenericApplicationContext started) {
        started.registerBean(RefreshScope.class);
        started.registerBean(
                ContextRefresher.class,
                () -> new ConfigDataContextRefresher(
                        started, started.getBean(RefreshScope.class), new RefreshProperties()));
        for (int i = 0; i < agents; i++) {
            int index = i;
            started.registerBean(
                    bean(i),
                    Agent.class,
                    () -> Agent.of(started.getEnvironment(), index),
                    definition -> definition.setScope("refresh"));
        }
    }

    private static String bean(int index) {
        return "agent-" + index;
    }

    private static String properties(String json) throws IOException {
        StringBuilder lines = new StringBuilder();
        flatten("", new ObjectMapper().readTree(json), lines);
        return lines.toString();
    }

    private static void flatten(String path, JsonNode node, StringBuilder lines) {
        if (node.isValueNode()) {
            lines.append(path).append('=').append(node.asText()).append('\n');
        } else if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> flatten(path + '[' + i + ']', node.get(i), lines));
        } else {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + '.' + member.getKey(), member.getValue(), lines));
        }
    }

    /** Writes the other content into the file. */
    void edit() throws IOException {
        String content = next;
        next = afterNext;
        afterNext = content;
        Files.writeString(file, content);
    }

    /**
     * Refreshes the context, and returns all agents as they are made then.
     *
     * @throws IllegalStateException if not exactly one value differs
     */
    Map<String, Agent> refresh() {
        if (refresher.refresh().size() != 1) {
            throw new IllegalStateException("not exactly one value differs");
        }
        Map<String, Agent> all = new HashMap<>();
        for (int i = 0; i < agents; i++) {
            all.put(bean(i), context.getBean(bean(i), Agent.class));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        context.close();
        Files.delete(file);
    }
}
