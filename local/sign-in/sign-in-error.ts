/** An error that the client sees, under the name that Amazon Cognito gives it. */
export class SignInError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = type;
    this.type = type;
  }
}

export const notAuthorized = (message: string): SignInError => new SignInError("NotAuthorizedException", message);

export const invalidParameter = (message: string): SignInError => new SignInError("InvalidParameterException", message);

/** One message for a stranger and for a wrong password, so that nobody learns who has an account. */
export const wrongPassword = (): SignInError => notAuthorized("Incorrect username or password.");
