// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.testkit.fake.FakeProvider;
import dev.agentreload.testkit.fake.FakeProviderFactory;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every kit to what all of them promise. */
class ContractKitsTest {

    private static final List<Class<? extends Annotation>> CALLED_BY_JUNIT =
            List.of(Test.class, BeforeEach.class, AfterEach.class);
    private static final int FEWEST_KITS = 13;

    @TestFactory
    Stream<DynamicTest> kit_onTheModulePath_canBeRun() throws Exception {
        List<Class<?>> kits = kits();
        assertThat(kits).hasSizeGreaterThanOrEqualTo(FEWEST_KITS);
        return kits.stream()
                .map(kit -> DynamicTest.dynamicTest(kit.getSimpleName(), () -> {
                    assertThat(Modifier.isPublic(kit.getModifiers())).isTrue();
                    assertThat(calledByJUnit(kit))
                            .allMatch(method -> Modifier.isPublic(method.getModifiers()), "is public");
                }));
    }

    private static Stream<Method> calledByJUnit(Class<?> kit) {
        return Stream.of(kit.getDeclaredMethods())
                .filter(method -> CALLED_BY_JUNIT.stream().anyMatch(method::isAnnotationPresent));
    }

    private static List<Class<?>> kits() throws IOException, ClassNotFoundException {
        List<Class<?>> kits = new ArrayList<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/agentreload/testkit/contract"))) {
            for (Path source : sources.sorted().toList()) {
                String name = source.getFileName().toString().replace(".java", "");
                if (name.endsWith("Contract")) {
                    kits.add(Class.forName("dev.agentreload.testkit.contract." + name));
                }
            }
        }
        return kits;
    }

    private static final Queue<ResourceJournal> JOURNALS = new ConcurrentLinkedQueue<>();

    /** A participant of which some tests leave something running. */
    static class Starting extends FakeExclusiveParticipantContractTest {

        @Override
        protected ExclusiveParticipant createParticipant(ResourceJournal journal) {
            JOURNALS.add(journal);
            return super.createParticipant(journal);
        }
    }

    @Test
    void participant_afterEachTest_isStopped() {
        JOURNALS.clear();

        ContractRun run = ContractRun.of(Starting.class);

        assertThat(JOURNALS)
                .hasSameSizeAs(run.tests())
                .allSatisfy(journal -> assertThat(journal.open()).isEmpty());
    }

    @Test
    void resources_ofWhichOneFailsToClose_areAllClosed() {
        OpenResources<String> open = new OpenResources<>();
        open.add("one");
        open.add("two");
        open.add("three");
        List<String> closed = new ArrayList<>();

        assertThatThrownBy(() -> open.closeAll(resource -> {
                    closed.add(resource);
                    if (!resource.equals("three")) {
                        throw new IOException("planned: " + resource);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("planned: one")
                .hasSuppressedException(new IOException("planned: two"));
        assertThat(closed).containsExactly("one", "two", "three");
    }

    private static final Queue<FakeProviderFactory> FACTORIES = new ConcurrentLinkedQueue<>();

    /** A factory whose providers all fail their probe. */
    static class FailingProbe extends ProviderFactoryContract<FakeProvider> {

        @Override
        protected ProviderFactory<FakeProvider> createFactory() {
            FakeProviderFactory factory = new FakeProviderFactory();
            factory.script("p").always(FakeProviderFactory.Step.PROBE).fail(new IOException("planned"));
            FACTORIES.add(factory);
            return factory;
        }

        @Override
        protected ProviderDefinition definition() {
            return ProviderDefinition.of("p");
        }
    }

    @Test
    void providers_ofTestsThatFail_areClosed() {
        FACTORIES.clear();

        assertThat(ContractRun.of(FailingProbe.class).failures()).isNotEmpty();

        assertThat(FACTORIES)
                .allSatisfy(factory -> assertThat(factory.journal().open()).isEmpty());
    }
}
