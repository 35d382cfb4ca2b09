package gmaillabels;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Standard output that writes every byte, even to a non-blocking pipe: there a FileOutputStream
 * throws after it has written an unknown part. If the reader has gone, as with {@code head -1}, the
 * rest is dropped without an error.
 */
final class StandardOutput extends OutputStream {
  private final FileChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();
  private boolean isReaderGone;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining() && !isReaderGone) {
        if (channel.write(buffer) == 0) {
          Thread.sleep(5); // milliseconds
        }
      }
    } catch (IOException e) {
      isReaderGone =
          brokenPipe().equals(e.getMessage()) || connectionReset().equals(e.getMessage());
      if (!isReaderGone) {
        throw e;
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /**
   * The message of EPIPE. Java's exceptions have no error number, only the operating system's
   * message in the user's language. So the error is caused here, to compare its message.
   */
  private static String brokenPipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    try (Pipe.SinkChannel sink = pipe.sink()) {
      return failureOfWrite(sink);
    }
  }

  /** The message of ECONNRESET. */
  private static String connectionReset() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocketChannel server =
            ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
        SocketChannel writer = SocketChannel.open(server.getLocalAddress())) {
      // Without lingering, a close resets the connection.
      server.accept().setOption(StandardSocketOptions.SO_LINGER, 0).close();
      return failureOfWrite(writer);
    }
  }

  private static String failureOfWrite(WritableByteChannel channel) {
    try {
      channel.write(ByteBuffer.allocate(1));
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
