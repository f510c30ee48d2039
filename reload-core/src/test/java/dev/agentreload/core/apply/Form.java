// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;
import java.util.concurrent.atomic.AtomicInteger;

/** What a fake participant builds; it knows how often it was closed. */
final class Form {

    private final String name;
    private final ConfigDocument document;
    private final AtomicInteger closes = new AtomicInteger();
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    Form(String name, ConfigDocument document) {
        this.name = name;
        this.document = document;
    }

    ConfigDocument document() {
        return document;
    }

    ClassLoader loader() {
        return loader;
    }

    void close() {
        closes.incrementAndGet();
    }

    int closes() {
        return closes.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
