// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchableSource;
import org.junit.jupiter.api.Test;

/**
 * What {@link WatchableSource} promises, as tests, together with those of every source. Hosts extend it for a source of their own:
 *
 * <ul>
 *   <li>two snapshots are of one hash exactly if they are of the same content, whenever that was written;
 *   <li>a reading has the hash of a snapshot of the same content;
 *   <li>what is missing is a snapshot too.
 * </ul>
 */
public abstract class WatchableSourceContract extends ConfigSourceContract {

    /** For those who extend it. */
    protected WatchableSourceContract() {}

    @Override
    protected abstract WatchableSource createSource() throws Exception;

    /** Returns what {@link #createSource} returned. */
    private WatchableSource watched() {
        return (WatchableSource) source();
    }

    @Test
    public void snapshot_contentThatIsWrittenAgain_hasTheSameHash() throws Exception {
        SourceHash first = watched().snapshot().hash();
        write(TWO);
        write(ONE);

        assertThat(watched().snapshot()).isEqualTo(SourceSnapshot.complete(first));
    }

    @Test
    public void snapshot_otherContent_hasAnotherHash() throws Exception {
        SourceHash first = watched().snapshot().hash();

        write(TWO);

        assertThat(watched().snapshot().hash()).isNotEqualTo(first);
    }

    @Test
    public void snapshot_missingContent_isIncompleteAndHasAnotherHash() throws Exception {
        SourceHash first = watched().snapshot().hash();

        remove();

        assertThat(watched().snapshot().state()).isEqualTo(SourceSnapshot.State.INCOMPLETE);
        assertThat(watched().snapshot().hash()).isNotEqualTo(first);
    }

    @Test
    public void reading_content_hasTheHashOfItsSnapshot() throws Exception {
        assertThat(watched().reading().hash()).contains(watched().snapshot().hash());

        write(TWO);

        assertThat(watched().reading().hash()).contains(watched().snapshot().hash());
    }
}
