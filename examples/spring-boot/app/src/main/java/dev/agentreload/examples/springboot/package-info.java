// SPDX-License-Identifier: Apache-2.0
/** A chat service on Spring Boot and Spring AI whose agents reload. Read {@code ChatApplication} first. */
@NullMarked
package dev.agentreload.examples.springboot;

import org.jspecify.annotations.NullMarked;
