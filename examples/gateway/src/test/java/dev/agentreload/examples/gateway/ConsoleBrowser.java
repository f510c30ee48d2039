// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/** A headless Chromium that looks at the console. It waits in the page, for changes of the document, and never for a time. */
final class ConsoleBrowser implements AutoCloseable {

    /** Says that these tests must run, with the value {@code required}. */
    private static final String SWITCH = "BROWSER_TESTS";

    private static final Logger DRIVER_LOG = Logger.getLogger("org.openqa.selenium");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Calls back as soon as a visible element has this text, or none has any more. */
    private static final String AWAIT = """
            const [selector, text, expected, done] = arguments;
            const isThere = () => [...document.querySelectorAll(selector)]
              .some((one) => one.checkVisibility() && one.textContent.includes(text));
            const observer = new MutationObserver(look);
            function look() {
              if (isThere() === expected) {
                observer.disconnect();
                done();
              }
            }
            observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
            look();
            """;

    private final ChromeDriver driver;

    private ConsoleBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Returns why there is no browser; empty if there is one. */
    static Optional<String> missing() {
        return Stream.of("chromium", "chromedriver")
                .filter(name -> program(name).isEmpty())
                .findFirst()
                .map(name -> "no " + name + " is in the PATH");
    }

    static boolean isRequired() {
        return "required".equals(System.getenv(SWITCH));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with a new profile. The driver's path is given, so nothing is looked for or downloaded. */
    static ConsoleBrowser start(Path profile) {
        DRIVER_LOG.setLevel(Level.SEVERE); // it warns that it does not know the newest protocol, which is not used here
        ChromeOptions options = new ChromeOptions()
                .setBinary(program("chromium").orElseThrow().toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--window-size=1280,1000",
                        "--user-data-dir=" + profile);
        System.setProperty(
                "webdriver.chrome.driver", program("chromedriver").orElseThrow().toString());
        ChromeDriver driver = new ChromeDriver(options);
        driver.manage().timeouts().scriptTimeout(TIMEOUT).pageLoadTimeout(TIMEOUT);
        return new ConsoleBrowser(driver);
    }

    void open(String address) {
        driver.get(address);
    }

    /** Waits until a visible element has this text in it. */
    void await(String selector, String text) {
        await(selector, text, true);
    }

    /** Waits until no visible element has this text in it. */
    void awaitEnd(String selector, String text) {
        await(selector, text, false);
    }

    private void await(String selector, String text, boolean expected) {
        try {
            driver.executeAsyncScript(AWAIT, selector, text, expected);
        } catch (ScriptTimeoutException e) {
            throw new AssertionError(
                    (expected ? "no " : "still a ") + selector + " with [" + text + "] in\n" + text("body"), e);
        }
    }

    /** Returns the text of the first such element, as it is seen. */
    String text(String selector) {
        return find(selector).getText();
    }

    private WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        find(selector).click();
    }

    /** Types into a field in place of what is there. */
    void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** Enters a long text at once in place of what is in a field, as pasting does. */
    void enter(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.click();
        driver.executeCdpCommand("Input.insertText", Map.of("text", text));
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Returns the id of what has the focus, or else its name or text; empty if nothing has it. */
    String focused() {
        return String.valueOf(run("const one = document.activeElement;"
                + " return one === document.body ? '' : one.id || one.name || one.textContent.trim();"));
    }

    /** Returns what a screen reader calls what has the focus. */
    String focusedName() {
        return Optional.ofNullable(driver.switchTo().activeElement().getAccessibleName())
                .orElse("");
    }

    /** Runs a script in the page and returns its value. */
    @Nullable
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns what the browser logged since it was asked last. */
    List<String> log() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
