// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteRequestTest {

    @Test
    void ids_areNormalised_andBlankOnesAbsent() {
        RouteRequest request = RouteRequest.builder(" Telegram ")
                .accountId(" ")
                .guildId(" ")
                .teamId(" T ")
                .memberRoleIds(List.of(" R ", "", "R"))
                .build();

        assertThat(request.channel()).isEqualTo("telegram");
        assertThat(request.accountId()).isEqualTo("default");
        assertThat(request.guildId()).isEmpty();
        assertThat(request.teamId()).hasValue("T");
        assertThat(request.memberRoleIds()).containsExactly("R");
        assertThat(request.peer()).isEmpty();
    }

    @Test
    void blankChannel_isRefused() {
        assertThatThrownBy(() -> RouteRequest.of(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message comes from a channel, whose name must not be blank");
    }
}
