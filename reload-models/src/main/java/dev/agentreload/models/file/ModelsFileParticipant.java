// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.file.ModelsFile.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Has the models file take part in transactions. */
final class ModelsFileParticipant implements ReloadParticipant {

    private static final Set<ReloadAction> ACTIONS =
            Set.of(ReloadAction.RELOAD_MODELS, ReloadAction.RELOAD_PROVIDERS, ReloadAction.RELOAD_AGENTS);

    private final ModelsFile file;
    private final ReplaceableFile place;

    ModelsFileParticipant(ModelsFile file) {
        this.file = file;
        this.place = new ReplaceableFile(file.path());
    }

    @Override
    public String name() {
        return "models-file";
    }

    @Override
    public boolean handles(ReloadAction action) {
        return ACTIONS.contains(action);
    }

    /** Says nothing about the file itself: looking at it is for {@link #prepare}. */
    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector modeProblems = new ProblemCollector();
        mode(context.target(), modeProblems);
        return ImmutableSet.<ConfigProblem>builder()
                .addAll(ModelsConfig.read(context.target(), file.policy()).problems())
                .addAll(modeProblems.inSourceOrder())
                .build()
                .asList();
    }

    @Override
    public Prepared prepare(ReloadContext context) throws ModelsFileException {
        ModelsConfig config = ModelsConfig.read(context.target(), file.policy()).orThrow();
        Mode mode = mode(context.target(), new ProblemCollector());
        try {
            return place.prepare(earlier -> content(config, mode, TextMask.of(List.of(context.target())), earlier));
        } catch (IOException e) {
            throw new ModelsFileException("could not prepare models file [" + file.path() + "]: " + e, e);
        }
    }

    /** The file stays as it is. */
    @Override
    public void retireAll(RetiredResources retired) {}

    private byte[] content(ModelsConfig config, Mode mode, TextMask mask, Optional<byte[]> earlier)
            throws ModelsFileException {
        ExistingFile kept = earlier.isPresent() && mode == Mode.MERGE
                ? ExistingFile.read(file.path(), earlier.get())
                : ExistingFile.none();
        return kept.merged(new ProviderEntries(config, file.credentials(), mask).entries())
                .getBytes(StandardCharsets.UTF_8);
    }

    private Mode mode(ConfigDocument target, ProblemCollector problems) {
        return file.mode()
                .or(() -> ConfigSection.of(target, problems)
                        .withKeys(ModelsConfig.keys(file.policy()))
                        .section("models")
                        .flatMap(ModelsFileParticipant::mode))
                .orElse(Mode.MERGE);
    }

    private static Optional<Mode> mode(ConfigSection models) {
        Optional<String> name = models.string("mode");
        Optional<Mode> mode = name.flatMap(ModelsFileParticipant::mode);
        if (name.isPresent() && mode.isEmpty()) {
            models.error("mode", "unknown mode [" + name.get() + "] of the models file", "expected merge or replace");
        }
        return mode;
    }

    private static Optional<Mode> mode(String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
