import { Global, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';

import { AccessChanges, CallerVerifier, VisitorTokens } from '../platform/http/access/index.js';
import { DashboardAccess } from '../platform/queue/index.js';
import { WorkspacesModule } from '../workspaces/index.js';
import { AccessTokens } from './application/access-tokens.service.js';
import { AdministratorDashboardAccess } from './application/administrator-dashboard.access.js';
import { Callers } from './application/callers.service.js';
import { KeyCallers } from './application/key-callers.service.js';
import { AccountStateRepository } from './application/ports/account-state.repository.js';
import { UserAdministration } from './application/user-administration.service.js';
import { PostgresAccountStateRepository } from './infrastructure/postgres-account-state.repository.js';
import { AccountDeletionController } from './presentation/account-deletion.controller.js';
import { AdministeredUsersController } from './presentation/administered-users.controller.js';
import { AccountDeletion } from './application/account-deletion.service.js';
import { AccountNotices } from './application/account-notices.service.js';
import { OwnSessions } from './application/own-sessions.service.js';
import { PasswordPolicy } from './application/password-policy.service.js';
import { PasswordChange } from './application/password-change.service.js';
import { SecondFactorRepository } from './application/ports/second-factor.repository.js';
import { Reauthentication } from './application/reauthentication.service.js';
import { SecondFactorService } from './application/second-factor.service.js';
import { SecondFactorCheck } from './application/second-factor-check.service.js';
import { TotpCodes } from './application/totp-codes.service.js';
import { PostgresSecondFactorRepository } from './infrastructure/postgres-second-factor.repository.js';
import { CredentialsController } from './presentation/credentials.controller.js';
import { AccountRemoval } from './application/account-removal.service.js';
import { EmailChange } from './application/email-change.service.js';
import { EmailVerification } from './application/email-verification.service.js';
import { MailedTokens } from './application/mailed-tokens.service.js';
import { PasswordReset } from './application/password-reset.service.js';
import { AccountTokenRepository } from './application/ports/account-token.repository.js';
import { EmailChangeRepository } from './application/ports/email-change.repository.js';
import { PostgresAccountTokenRepository } from './infrastructure/postgres-account-token.repository.js';
import { PostgresEmailChangeRepository } from './infrastructure/postgres-email-change.repository.js';
import { MailRequestsListener } from './presentation/mail-requests.listener.js';
import { MailedLinksController } from './presentation/mailed-links.controller.js';
import { PasswordHasher } from './application/ports/password-hasher.port.js';
import { SessionRepository } from './application/ports/session.repository.js';
import { UserRepository } from './application/ports/user.repository.js';
import { ProfileService } from './application/profile.service.js';
import { RegistrationService } from './application/registration.service.js';
import { SessionCleanup } from './application/session-cleanup.service.js';
import { SessionsService } from './application/sessions.service.js';
import { SignedVisitorTokens } from './application/signed-visitor.tokens.js';
import { SigningKey } from './application/signing-key.js';
import { SignInService } from './application/sign-in.service.js';
import { VisitorCallers } from './application/visitor-callers.service.js';
import { SignOutService } from './application/sign-out.service.js';
import { Argon2PasswordHasher } from './infrastructure/argon2-password.hasher.js';
import { PostgresSessionRepository } from './infrastructure/postgres-session.repository.js';
import { PostgresUserRepository } from './infrastructure/postgres-user.repository.js';
import { AccessGuard } from './presentation/access.guard.js';
import { AccessTokenStrategy } from './presentation/access-token.strategy.js';
import { AuthController } from './presentation/auth.controller.js';
import { noStore } from './presentation/no-store.js';
import { PassportCallerVerifier } from './presentation/passport-caller.verifier.js';
import { SessionsController } from './presentation/sessions.controller.js';
import { RefreshCookie } from './presentation/refresh-cookie.js';

/**
 * Who is calling: accounts, sessions, and the guard in front of every route. Global, so that gateways find its
 * `CallerVerifier` and no module has to import it to be guarded.
 */
@Global()
@Module({
  imports: [WorkspacesModule, JwtModule.register({})],
  controllers: [
    AuthController,
    SessionsController,
    CredentialsController,
    MailedLinksController,
    AdministeredUsersController,
    AccountDeletionController,
  ],
  providers: [
    RegistrationService,
    SignInService,
    SignOutService,
    PasswordPolicy,
    ProfileService,
    SessionsService,
    OwnSessions,
    PasswordChange,
    Reauthentication,
    SecondFactorService,
    SecondFactorCheck,
    TotpCodes,
    AccountNotices,
    MailedTokens,
    EmailVerification,
    PasswordReset,
    EmailChange,
    MailRequestsListener,
    { provide: AccountTokenRepository, useClass: PostgresAccountTokenRepository },
    { provide: EmailChangeRepository, useClass: PostgresEmailChangeRepository },
    UserAdministration,
    AccountDeletion,
    AccountRemoval,
    SessionCleanup,
    Callers,
    KeyCallers,
    VisitorCallers,
    AccessChanges,
    AccessTokens,
    SigningKey,
    AccessTokenStrategy,
    RefreshCookie,
    { provide: UserRepository, useClass: PostgresUserRepository },
    { provide: SessionRepository, useClass: PostgresSessionRepository },
    { provide: AccountStateRepository, useClass: PostgresAccountStateRepository },
    { provide: SecondFactorRepository, useClass: PostgresSecondFactorRepository },
    { provide: PasswordHasher, useClass: Argon2PasswordHasher },
    { provide: VisitorTokens, useClass: SignedVisitorTokens },
    { provide: CallerVerifier, useClass: PassportCallerVerifier },
    { provide: DashboardAccess, useClass: AdministratorDashboardAccess },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessChanges, CallerVerifier, VisitorTokens],
})
export class AuthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(noStore).forRoutes('auth/{*path}', 'admin/{*path}');
  }
}
