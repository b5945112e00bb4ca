package org.postern.practice;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.MailCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.Socket;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * GreenMail with a door that takes mail from the null reverse-path (RFC 5321 4.5.5), as every real
 * one does: GreenMail answers {@code MAIL FROM:<>} with yes, forgets that it heard it, and refuses
 * the recipient.
 */
final class PracticeMailServers extends GreenMail {
  private static final Pattern FROM_NOBODY =
      Pattern.compile("MAIL FROM:\\s?<>.*", Pattern.CASE_INSENSITIVE);

  PracticeMailServers(ServerSetup... setups) {
    super(setups);
  }

  @Override
  protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managers) {
    Map<String, AbstractServer> services = super.createServices(setups, managers);
    services.computeIfPresent(
        ServerSetup.PROTOCOL_SMTP, (_, usual) -> new Door(usual.getServerSetup(), managers));
    return services;
  }

  private static final class Door extends SmtpServer {
    Door(ServerSetup setup, Managers managers) {
      super(setup, managers);
    }

    @Override
    protected ProtocolHandler createProtocolHandler(Socket client) {
      return new SmtpHandler(new Commands(), managers.getSmtpManager(), client);
    }
  }

  private static final class Commands extends SmtpCommandRegistry {
    private final SmtpCommand mail = new Mail();

    @Override
    public SmtpCommand getCommand(String name) {
      return name.equals("MAIL") ? mail : super.getCommand(name);
    }
  }

  private static final class Mail extends MailCommand {
    @Override
    public void execute(
        SmtpConnection client, SmtpState state, SmtpManager manager, String command) {
      super.execute(client, state, manager, command);
      if (FROM_NOBODY.matcher(command).matches()) {
        state.getMessage().setReturnPath(new MailAddress(""));
      }
    }
  }
}
