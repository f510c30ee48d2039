package example.host.tests;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests, and says how many have passed. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        selectClass(EchoProvidersTest.class),
                                        selectClass(OwnersTest.class),
                                        selectClass(HooksTest.class))
                                .build(),
                        listener);
        listener.getSummary().printFailuresTo(new PrintWriter(System.out, true));
        System.out.println("passed " + listener.getSummary().getTestsSucceededCount() + ", failed "
                + listener.getSummary().getTotalFailureCount() + ", in " + Main.class.getModule());
        System.exit(listener.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }
}
