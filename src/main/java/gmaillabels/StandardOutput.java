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
 * Standard output that writes every byte, to a non-blocking pipe too. Such a pipe takes a part at a
 * time; {@link FileOutputStream} would throw then, and hide how much it wrote. A reader that has
 * gone, as in "| head -1", is no error.
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
   * The message of EPIPE. An exception has no error number, only the message of the operating
   * system in the language of the locale; so the error is made here, to compare the messages.
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
