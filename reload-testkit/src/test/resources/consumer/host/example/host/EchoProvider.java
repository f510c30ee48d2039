package example.host;

/** A provider that answers with the message it receives. */
public final class EchoProvider implements AutoCloseable {

    private volatile boolean closed;

    public String answer(String text) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return text;
    }

    @Override
    public void close() {
        closed = true;
    }
}
