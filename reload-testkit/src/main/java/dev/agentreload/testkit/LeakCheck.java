// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;

import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a JUnit test in which something was built and not closed, or closed twice, or a lease was not given back, according to the
 * journals that the test had from here. A test has it as a {@code @RegisterExtension} in an instance field; the package comment has a
 * whole one.
 *
 * <p>It looks after the test's {@code @AfterEach} methods, which are the place to close what is shared, and leaves a test alone that
 * failed for another reason. <em>Safe for use by multiple threads.</em>
 */
public final class LeakCheck implements AfterEachCallback {

    private final Queue<ResourceJournal> journals = new ConcurrentLinkedQueue<>();

    /** Creates a check without journals. */
    public LeakCheck() {}

    /** Returns a new journal, at which is looked after the test. */
    public ResourceJournal journal() {
        ResourceJournal journal = new ResourceJournal();
        journals.add(journal);
        return journal;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            journals.forEach(journal -> assertThat(journal).hasNoLeaks());
        }
    }
}
