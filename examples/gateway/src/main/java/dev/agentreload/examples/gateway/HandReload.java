package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.RegistryReload;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.ReloadControl;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.models.ModelCatalog;
import java.util.List;
import java.util.stream.Collectors;

/** Reloads with the parts composed by hand: read, plan, look at the plan, reload the registry, reload the catalog. */
final class HandReload implements ReloadControl {

    private final ConfigFile file;
    private final AgentRegistry<EchoAgent> registry;
    private final ModelCatalog catalog;
    private volatile String last = "never reloaded";

    HandReload(ConfigFile file, AgentRegistry<EchoAgent> registry, ModelCatalog catalog) {
        this.file = file;
        this.registry = registry;
        this.catalog = catalog;
    }

    @Override
    public String reload(CommandCaller caller) {
        String reply = reload(file.read());
        last = "last reload: " + reply.lines().findFirst().orElse("");
        return reply;
    }

    @Override
    public String dryRun(CommandCaller caller) {
        return file.read() instanceof ReadResult.Read read
                ? dryRun(read.document())
                : "a reload would be refused\n" + show(file.read());
    }

    @Override
    public String status() {
        ConfigDocument document = registry.snapshot().document();
        return "revision " + registry.snapshot().revision() + " of " + document + "\n" + last;
    }

    private String reload(ReadResult result) {
        if (!(result instanceof ReadResult.Read read)) {
            return "nothing applied, the configuration before stays in force\n" + show(result);
        }
        ReloadPlan plan = plan(read.document());
        if (plan.changes().isEmpty()) {
            return "nothing changed";
        }
        return plan.requiresRestart()
                ? "nothing applied: a restart is needed\n" + plan.explain().stripTrailing()
                : apply(plan);
    }

    private String apply(ReloadPlan plan) {
        RegistryReload result = registry.reload(plan.target());
        if (result instanceof RegistryReload.Applied applied) {
            if (plan.reloadModels()) {
                catalog.reload(registry.snapshot().config().models());
            }
            return describe(applied, plan);
        }
        return "nothing applied, the configuration before stays in force\n" + describe(result, plan.target());
    }

    private String dryRun(ConfigDocument document) {
        ReloadPlan plan = plan(document);
        List<ConfigProblem> problems = registry.validate(document);
        return "dry run, nothing was applied\n" + plan.explain().stripTrailing() + show(problems, document);
    }

    private ReloadPlan plan(ConfigDocument document) {
        return ReloadPlanner.plan(registry.snapshot().document(), document);
    }

    private String describe(RegistryReload.Applied applied, ReloadPlan plan) {
        return "applied revision " + applied.revision()
                + "\nrebuilt: " + ids(applied.built())
                + "\nkept: " + ids(applied.kept())
                + (applied.removed().isEmpty() ? "" : "\nremoved: " + ids(applied.removed()))
                + show(applied.warnings(), plan.target());
    }

    private String describe(RegistryReload result, ConfigDocument document) {
        if (result instanceof RegistryReload.Invalid invalid) {
            return show(invalid.problems(), document).stripLeading();
        }
        return result.toString();
    }

    private static String ids(List<?> ids) {
        return ids.isEmpty() ? "none" : ids.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private String show(ReadResult refused) {
        return refused.problems().stream().map(file::show).collect(Collectors.joining("\n"));
    }

    private String show(List<ConfigProblem> problems, ConfigDocument document) {
        return problems.stream()
                .map(problem -> "\n" + file.show(problem, document))
                .collect(Collectors.joining());
    }
}
