import type { Workspace } from '../../workspaces/index.js';
import type { SignedIn } from '../application/signed-in.js';
import { UserDto } from './profile.dto.js';

/** The workspace that came with the account. */
export class PersonalWorkspaceDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d91'
   */
  id: string;

  /**
   * @example 'Ada Lovelace'
   */
  name: string;

  static from(workspace: Workspace): PersonalWorkspaceDto {
    return { id: workspace.id, name: workspace.name };
  }
}

/** There is no session yet: a link was mailed. */
export class ConfirmAddressDto {
  /** Always true. */
  confirmAddress: boolean;
}

/** Credentials and who they belong to. */
export class SignedInDto {
  user: UserDto;

  workspace: PersonalWorkspaceDto;

  /** Send it as `Authorization: Bearer`. */
  accessToken: string;

  /**
   * Seconds for which the access token is good.
   * @example 900
   */
  expiresIn: number;

  /** Only when it was asked for; browsers get it in an HttpOnly cookie. */
  refreshToken?: string;

  static from({ user, workspace, session }: SignedIn, refreshInBody: boolean): SignedInDto {
    const dto = new SignedInDto();
    dto.user = UserDto.from(user);
    dto.workspace = PersonalWorkspaceDto.from(workspace);
    dto.accessToken = session.accessToken;
    dto.expiresIn = session.expiresIn;
    if (refreshInBody) dto.refreshToken = session.refreshToken;
    return dto;
  }
}
