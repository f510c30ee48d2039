// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says what runs: the version in the jar's manifest, and the Java below it. */
final class GatewayVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(GatewayVersion.class.getPackage().getImplementationVersion())
                .orElse("not from a jar");
        return new String[] {"gateway " + version, "Java " + Runtime.version()};
    }
}
