package gmaillabels;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Standard output that writes every byte, to a non-blocking pipe too. Such a pipe takes a part at a
 * time; {@link FileOutputStream} would throw then, and hide how much it wrote.
 */
final class StandardOutput extends OutputStream {
  private final FileChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) == 0) {
          Thread.sleep(5); // milliseconds
        }
      }
    } catch (IOException e) {
      // A write to a pipe or a socket fails only when nobody reads it, as in "| head -1", which is
      // no error; the message of the exception would say so, but in the language of the locale.
      if (!Descriptor.isPipeOrSocket(1)) {
        throw e;
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
